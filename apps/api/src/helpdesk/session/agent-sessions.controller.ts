import { Controller, Delete, Get, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AgentSessions } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { CurrentActor, RequirePermission } from '@rollcall/auth/http';

import { ApiCredentials } from '../../http/api-credentials.js';
import { Id } from '../../http/input/path-parameter.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { SessionDto } from './session.dto.js';

/** Where an agent is signed in, for those who manage agents. */
@ApiTags('Session')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/agents/:id/sessions')
export class AgentSessionsController {
  constructor(private readonly sessions: AgentSessions) {}

  @Get()
  @RequirePermission('users:manage')
  @ApiRoute({ summary: 'The sessions of an agent, the last used first', answer: [SessionDto], errors: [404] })
  async list(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<SessionDto[]> {
    return (await this.sessions.listOf(id)).map((session) => new SessionDto(session, actor.sessionId));
  }

  @Delete()
  @RequirePermission('users:manage')
  @ApiRoute({
    summary: 'End all sessions of an agent',
    description: 'The session of this request goes on.',
    answer: true,
    errors: [404],
  })
  async endAll(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<true> {
    return this.sessions.endAllOf(actor, id).then(() => true);
  }

  @Delete(':sessionId')
  @RequirePermission('users:manage')
  @ApiRoute({ summary: 'End a session of an agent', answer: true, errors: [404] })
  async end(@CurrentActor() actor: Actor, @Id('id') id: number, @Id('sessionId') sessionId: number): Promise<true> {
    return this.sessions.endOf(actor, id, sessionId).then(() => true);
  }
}
