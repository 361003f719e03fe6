import { createHash } from 'node:crypto';

import { DomainError } from '@rollcall/kernel';

import type { StoredProfile } from './agent-profile.js';

/**
 * Stands for what an administrator edits of an agent: two agents, or one at two times, have the same version only if that is
 * the same. Where it is, and how available, changes without anybody editing and is no part of it. 16 characters `[A-Za-z0-9_-]`.
 */
export function versionOf(agent: StoredProfile): string {
  const { id, firstName, lastName, email, enabled, roles, teams } = agent;
  const edited = [id, firstName, lastName, email, enabled, idsOf(roles), idsOf(teams)];
  return createHash('sha256').update(JSON.stringify(edited)).digest('base64url').slice(0, 16);
}

function idsOf(items: readonly { readonly id: number }[]): number[] {
  return items.map((item) => item.id).toSorted((a, b) => a - b);
}

/** @throws DomainError `agent_changed` unless the agent is at one of these versions, or any will do */
export function assertVersion(agent: StoredProfile, versions: readonly string[] | undefined): void {
  if (versions !== undefined && !versions.includes(versionOf(agent)))
    throw new DomainError(
      'agent_changed',
      'The agent was changed since you read it; read it again, and send your change with its new ETag',
    );
}
