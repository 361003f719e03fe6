import { Controller, Delete, Get, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { CurrentActor, RequirePermission } from '@rollcall/auth/http';
import { FactorResets } from '@rollcall/sign-in';

import { ApiCredentials } from '../../http/api-credentials.js';
import { Id } from '../../http/input/path-parameter.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { SecondFactorsDto } from './second-factor.dto.js';

/** The second factors of any agent, for those who manage agents. */
@ApiTags('Second factors')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@RequirePermission('users:manage')
@Controller('api/v1/agents/:id/second-factors')
export class AgentFactorsController {
  constructor(private readonly resets: FactorResets) {}

  @Get()
  @ApiRoute({ summary: 'The second factors of an agent', answer: SecondFactorsDto, errors: [404] })
  async list(@Id('id') id: number): Promise<SecondFactorsDto> {
    return new SecondFactorsDto(await this.resets.listOf(id));
  }

  @Delete()
  @ApiRoute({
    summary: 'Remove all second factors of an agent that has lost them',
    description:
      'Ends the sessions of the agent, and a mail tells it. The caller must hold all that the agent holds, and must have shown its own second factor within the last ten minutes, if it has one.',
    answer: true,
    errors: [404],
  })
  async reset(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<true> {
    return this.resets.reset(actor, id).then(() => true);
  }
}
