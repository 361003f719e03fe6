import { Body, Controller, Delete, Get, HttpCode, Post, Put, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { AnyAgent, CurrentActor, RequirePermission } from '@rollcall/auth/http';
import { Teams } from '@rollcall/teams';

import { Id } from '../../http/input/path-parameter.js';
import { ApiCredentials } from '../../http/api-credentials.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { TakesForms } from '../forms.js';
import { CompactTeamDto, TeamBody, TeamDto } from './team.dto.js';

@ApiTags('Teams')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/teams')
export class TeamsController {
  constructor(private readonly teams: Teams) {}

  @Get()
  @RequirePermission('teams:manage')
  @ApiRoute({ summary: 'All teams, newest change first', answer: [TeamDto] })
  async list(): Promise<TeamDto[]> {
    return (await this.teams.list()).map((team) => new TeamDto(team));
  }

  @Get('compact')
  @AnyAgent()
  @ApiRoute({ summary: 'All teams by name, for pickers', answer: [CompactTeamDto] })
  async listCompact(): Promise<CompactTeamDto[]> {
    return (await this.teams.listByName()).map((team) => CompactTeamDto.from(team));
  }

  @Post()
  @TakesForms()
  @HttpCode(200)
  @RequirePermission('teams:manage')
  @ApiRoute({ summary: 'Create a team', answer: TeamDto, errors: [409] })
  async create(@CurrentActor() actor: Actor, @Body() body: TeamBody): Promise<TeamDto> {
    return new TeamDto(await this.teams.create(actor, body.input));
  }

  @Get(':id')
  @RequirePermission('teams:manage')
  @ApiRoute({ summary: 'One team', answer: TeamDto, errors: [404] })
  async get(@Id('id') id: number): Promise<TeamDto> {
    return new TeamDto(await this.teams.get(id));
  }

  @Put(':id')
  @TakesForms()
  @RequirePermission('teams:manage')
  @ApiRoute({ summary: 'Replace all fields of a team', answer: TeamDto, errors: [404, 409] })
  async update(@CurrentActor() actor: Actor, @Id('id') id: number, @Body() body: TeamBody): Promise<TeamDto> {
    return new TeamDto(await this.teams.update(actor, id, body.input));
  }

  @Delete(':id')
  @RequirePermission('teams:manage')
  @ApiRoute({ summary: 'Delete a team and keep its agents', answer: true, errors: [404] })
  async delete(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<true> {
    return this.teams.delete(actor, id).then(() => true);
  }
}
