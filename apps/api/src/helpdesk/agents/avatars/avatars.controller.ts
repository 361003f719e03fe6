import { buffer } from 'node:stream/consumers';

import { Controller, Delete, Put, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { AnyAgent, CurrentActor, RequirePermission } from '@rollcall/auth/http';
import { Avatars } from '@rollcall/avatars';

import { ApiCredentials } from '../../../http/api-credentials.js';
import { SentFile } from '../../../http/body/file.interceptor.js';
import type { ReceivedFile } from '../../../http/body/received-file.js';
import { Id } from '../../../http/input/path-parameter.js';
import { ApiRoute } from '../../api-route.js';
import { HelpdeskEnvelope } from '../../envelope.js';
import { AgentDto } from '../agent.dto.js';
import { AVATAR_PART, TakesImage } from './avatar-uploads.js';

const AVATAR =
  'The avatar is a WebP image of at most 512 by 512 pixels without the metadata of the one that was sent. `avatar_url` is a path below the root of the api; every avatar has another, and the one before is deleted about an hour later.';

/** The avatars of agents. */
@ApiTags('Avatars')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/agents')
export class AvatarsController {
  constructor(private readonly avatars: Avatars) {}

  @Put('me')
  @AnyAgent()
  @TakesImage()
  @ApiRoute({ summary: "Set the caller's avatar", description: AVATAR, answer: AgentDto })
  async setOwn(@CurrentActor() actor: Actor, @SentFile() image: ReceivedFile): Promise<AgentDto> {
    return this.set(actor, actor.agentId, image);
  }

  @Delete('me/avatar')
  @AnyAgent()
  @ApiRoute({ summary: "Take the caller's avatar away", answer: true })
  async removeOwn(@CurrentActor() actor: Actor): Promise<true> {
    return this.avatars.remove(actor, actor.agentId).then(() => true);
  }

  @Put(':id/avatar')
  @RequirePermission('users:manage')
  @TakesImage()
  @ApiRoute({ summary: "Set an agent's avatar", description: AVATAR, answer: AgentDto, errors: [404] })
  async set(@CurrentActor() actor: Actor, @Id('id') id: number, @SentFile() image: ReceivedFile): Promise<AgentDto> {
    return new AgentDto(await this.avatars.set(actor, id, () => buffer(image.read()), AVATAR_PART));
  }

  @Delete(':id/avatar')
  @RequirePermission('users:manage')
  @ApiRoute({ summary: "Take an agent's avatar away", answer: true, errors: [404] })
  async remove(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<true> {
    return this.avatars.remove(actor, id).then(() => true);
  }
}
