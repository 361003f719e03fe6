import { Body, Controller, Delete, Get, Headers, HttpCode, Post, Put, Res, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Agents } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { CurrentActor, RequirePermission } from '@rollcall/auth/http';
import type { Response } from 'express';

import { Id } from '../../http/input/path-parameter.js';
import { ApiCredentials } from '../../http/api-credentials.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { TakesForms } from '../forms.js';
import { CreateAgentBody, UpdateAgentBody } from './agent-body.dto.js';
import { ETAG, tagged, TakesIfMatch, versionsIn } from './agent-etag.js';
import { AgentDto } from './agent.dto.js';

/** The management of agents, for administrators. */
@ApiTags('Agents')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/agents')
export class AgentsController {
  constructor(private readonly agents: Agents) {}

  @Post()
  @TakesForms()
  @HttpCode(200)
  @RequirePermission('users:manage')
  @ApiRoute({
    summary: 'Create an agent',
    description: 'All or nothing: if a role or team is unknown, nothing is created.',
    answer: AgentDto,
    errors: [409],
  })
  async create(@CurrentActor() actor: Actor, @Body() body: CreateAgentBody): Promise<AgentDto> {
    return new AgentDto(
      await this.agents.create(actor, {
        firstName: body.first_name,
        lastName: body.last_name ?? '',
        email: body.email,
        roles: { names: body.roleNames() },
        teams: body.teams ?? [],
        enabled: body.enabled ?? true,
        sendWelcomeEmail: body.send_welcome_email ?? false,
        password: body.new_password ? { text: body.new_password, field: 'new_password' } : undefined,
      }),
    );
  }

  @Get(':id')
  @RequirePermission('users:manage')
  @ApiRoute({ summary: 'One agent', answer: AgentDto, headers: ETAG, errors: [404] })
  async get(@Id('id') id: number, @Res({ passthrough: true }) response: Response): Promise<AgentDto> {
    return tagged(response, await this.agents.get(id));
  }

  @Put(':id')
  @TakesForms()
  @TakesIfMatch()
  @RequirePermission('users:manage')
  @ApiRoute({
    summary: 'Change an agent',
    description: 'Optional fields that are left out stay as they are; `teams` and roles replace the previous ones.',
    answer: AgentDto,
    headers: ETAG,
    errors: [404, 409, 412],
  })
  async update(
    @CurrentActor() actor: Actor,
    @Id('id') id: number,
    @Body() body: UpdateAgentBody,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AgentDto> {
    return tagged(
      response,
      await this.agents.update(actor, id, {
        versions: versionsIn(ifMatch),
        firstName: body.first_name,
        lastName: body.last_name ?? undefined,
        email: body.email,
        roles: { names: body.roleNames() },
        teams: body.teams ?? undefined,
        enabled: body.enabled ?? undefined,
        availabilityStatus: body.availability_status ?? undefined,
        newPassword: body.new_password ?? undefined,
      }),
    );
  }

  @Delete(':id')
  @RequirePermission('users:manage')
  @ApiRoute({ summary: 'Delete an agent', answer: true, errors: [404] })
  async delete(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<true> {
    return this.agents.delete(actor, id).then(() => true);
  }
}
