import { Body, Controller, Get, Put, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AgentAvailability, AgentPasswords, Agents } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { AnyAgent, CurrentActor, OpenToHeldBack } from '@rollcall/auth/http';
import { Teams } from '@rollcall/teams';

import { ApiCredentials } from '../../http/api-credentials.js';
import { LimitedByAddress } from '../../http/limits/limited.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { TakesForms } from '../forms.js';
import { TeamDto } from '../teams/team.dto.js';
import { AvailabilityBody, ChangePasswordBody } from './agent-body.dto.js';
import { AgentDto } from './agent.dto.js';

/** The caller's own agent. */
@ApiTags('Own agent')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@AnyAgent()
@Controller('api/v1/agents/me')
export class MeController {
  constructor(
    private readonly agents: Agents,
    private readonly availability: AgentAvailability,
    private readonly teams: Teams,
    private readonly passwords: AgentPasswords,
  ) {}

  @Get()
  @OpenToHeldBack()
  @ApiRoute({ summary: 'The caller', answer: AgentDto })
  async get(@CurrentActor() actor: Actor): Promise<AgentDto> {
    return new AgentDto(await this.agents.get(actor.agentId));
  }

  @Get('teams')
  @ApiRoute({ summary: "The caller's teams", answer: [TeamDto] })
  async listTeams(@CurrentActor() actor: Actor): Promise<TeamDto[]> {
    return (await this.teams.listByMember(actor.agentId)).map((team) => new TeamDto(team));
  }

  @Put('availability')
  @TakesForms()
  @ApiRoute({
    summary: "Set the caller's availability",
    description: '`source: "idle"` never overrides `away_manual` or `away_and_reassigning`.',
    answer: AgentDto,
  })
  async setAvailability(@CurrentActor() actor: Actor, @Body() body: AvailabilityBody): Promise<AgentDto> {
    return new AgentDto(await this.availability.set(actor, body.status, body.source ?? 'user'));
  }

  @Put('password')
  @LimitedByAddress()
  @ApiRoute({
    summary: "Set the caller's password by the current one",
    description:
      "Ends the caller's sessions except the one of this request. A mail tells the agent of the new password.",
    answer: true,
    errors: [429],
  })
  async setPassword(@CurrentActor() actor: Actor, @Body() body: ChangePasswordBody): Promise<true> {
    return this.passwords.change(actor, body.current_password, body.new_password).then(() => true);
  }
}
