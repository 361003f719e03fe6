import { createHash } from 'node:crypto';

import { ApiHeader } from '@nestjs/swagger';
import { type AgentProfile, versionOf } from '@rollcall/agents';
import type { Response } from 'express';

import type { ResponseHeaders } from '../../openapi/described-failure.js';
import { AgentDto } from './agent.dto.js';

/** What the description says of the answers that have one. */
export const ETAG: ResponseHeaders = {
  ETag: { description: 'For the If-Match of a change', schema: { type: 'string' } },
};

/** What the description says of a route that compares. */
export const TakesIfMatch = () =>
  ApiHeader({
    name: 'If-Match',
    required: false,
    description:
      'The ETag of the agent as it was read, at /agents/{id} or by a change. The change is refused when somebody has changed names, e-mail, roles, teams or `enabled` since',
    schema: { type: 'string' },
  });

/**
 * Gives the answer an ETag (RFC 9110, section 8.8.3) of two parts: the version of the agent, and what stands for all of the
 * answer. So it is another when anything in the answer is, and a change compares the version alone: that somebody was active
 * in the meantime hinders nobody.
 */
export function tagged(response: Response, agent: AgentProfile): AgentDto {
  const dto = new AgentDto(agent);
  const whole = createHash('sha256').update(JSON.stringify(dto)).digest('base64url').slice(0, 16);
  response.set('ETag', `"${versionOf(agent)}.${whole}"`);
  return dto;
}

/** The versions that an If-Match (RFC 9110, section 13.1.1) names; undefined where there is none, and for `*`. */
export function versionsIn(ifMatch: string | undefined): readonly string[] | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  return Array.from(ifMatch.matchAll(/"([\w-]+)\.[\w-]+"/g), ([, version = '']) => version);
}
