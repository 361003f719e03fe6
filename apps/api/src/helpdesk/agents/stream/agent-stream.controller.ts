import { Controller, Get, Header, Req, type StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { ChangePosition } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { AnyAgent, CurrentActor } from '@rollcall/auth/http';
import { DomainError } from '@rollcall/kernel';
import type { Request } from 'express';

import { ApiCredentials } from '../../../http/api-credentials.js';
import { ApiRoute } from '../../api-route.js';
import { AgentStreams } from './agent-streams.service.js';

/** Changes of the directory, as they happen. */
@ApiTags('Agents')
@ApiCredentials()
@Controller('api/v1/agents')
export class AgentStreamController {
  constructor(private readonly streams: AgentStreams) {}

  @Get('stream')
  @AnyAgent()
  @ApiRoute({
    summary: 'Changes of agents as server-sent events, within a second',
    description: `Open the stream first and read a list of agents then, so that no change falls in between.

\`agent.changed\` carries the agent as the lists show it; a change of what they do not show is not told. \`agent.deleted\` carries its \`id\`. A client that comes back
with \`Last-Event-ID\` within an hour is told what it missed; \`gap\` says that changes may be missing, after a longer time or very many changes: read the list again.
The stream ends when the caller's credentials do, and when it is the caller's eleventh.`,
    answer: { stream: 'text/event-stream' },
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last event that the client has got',
  })
  @Header('X-Accel-Buffering', 'no')
  async stream(@CurrentActor() actor: Actor, @Req() request: Request): Promise<StreamableFile> {
    const lastEventId = request.header('Last-Event-ID');
    const lastTold = lastEventId ? ChangePosition.parse(lastEventId) : null;
    if (lastEventId && !lastTold)
      throw new DomainError('invalid_input', 'Last-Event-ID must be an id of this stream; leave it out to begin now');
    return (await this.streams.open(actor, lastTold)).answer();
  }
}
