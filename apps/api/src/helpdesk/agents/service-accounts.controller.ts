import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Post,
  Put,
  Query,
  Res,
  type StreamableFile,
  UseInterceptors,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ServiceAccounts } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { CurrentActor, RequirePermission } from '@rollcall/auth/http';
import type { Response } from 'express';

import { Id } from '../../http/input/path-parameter.js';
import { ApiCredentials } from '../../http/api-credentials.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { ServiceAccountBody } from './agent-body.dto.js';
import { ETAG, tagged, TakesIfMatch, versionsIn } from './agent-etag.js';
import { AgentPageDto, AgentSliceDto, CompactAgentDto } from './agent-list.dto.js';
import { AgentListQuery, AgentPageQuery, AgentSliceQuery } from './agent-list.query.js';
import { AgentListsPresenter } from './agent-lists.presenter.js';
import { FORMS_OF_A_LIST } from './list-forms.js';
import { AgentDto } from './agent.dto.js';

/** Agents that are programs. Calls for any agent, for example its keys and its deletion, are under /agents/{id}. */
@ApiTags('Service accounts')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@RequirePermission('users:manage')
@Controller('api/v1/service-accounts')
export class ServiceAccountsController {
  constructor(
    private readonly accounts: ServiceAccounts,
    private readonly lists: AgentListsPresenter,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'All service accounts, newest change first',
    description: FORMS_OF_A_LIST,
    answer: [CompactAgentDto],
  })
  async list(@Query() query: AgentListQuery): Promise<StreamableFile | readonly CompactAgentDto[]> {
    return this.lists.all(query, true);
  }

  @Get('page')
  @ApiRoute({ summary: 'A page of all service accounts, newest change first', answer: AgentPageDto })
  async page(@Query() query: AgentPageQuery): Promise<AgentPageDto> {
    return this.lists.page(query, true);
  }

  @Get('slice')
  @ApiRoute({ summary: 'A slice of all service accounts, newest change first', answer: AgentSliceDto })
  async slice(@Query() query: AgentSliceQuery): Promise<AgentSliceDto> {
    return this.lists.slice(query, true);
  }

  @Post()
  @HttpCode(200)
  @ApiRoute({
    summary: 'Create a service account: an agent with neither e-mail nor password',
    description: 'Make its keys at /agents/{id}/api-keys.',
    answer: AgentDto,
  })
  async create(@CurrentActor() actor: Actor, @Body() body: ServiceAccountBody): Promise<AgentDto> {
    return new AgentDto(
      await this.accounts.create(actor, {
        firstName: body.first_name,
        lastName: body.last_name ?? '',
        roles: { names: body.roleNames() },
        teams: body.teams ?? [],
        enabled: body.enabled ?? true,
      }),
    );
  }

  @Put(':id')
  @TakesIfMatch()
  @ApiRoute({
    summary: 'Change a service account',
    description: 'Optional fields that are left out stay as they are; `teams` and roles replace the previous ones.',
    answer: AgentDto,
    headers: ETAG,
    errors: [404, 412],
  })
  async update(
    @CurrentActor() actor: Actor,
    @Id('id') id: number,
    @Body() body: ServiceAccountBody,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AgentDto> {
    return tagged(
      response,
      await this.accounts.update(actor, id, {
        versions: versionsIn(ifMatch),
        firstName: body.first_name,
        lastName: body.last_name ?? undefined,
        roles: { names: body.roleNames() },
        teams: body.teams ?? undefined,
        enabled: body.enabled ?? undefined,
      }),
    );
  }
}
