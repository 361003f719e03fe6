import { Controller, Get, Query, type StreamableFile, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnyAgent, RequirePermission } from '@rollcall/auth/http';

import { ApiCredentials } from '../../http/api-credentials.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { AgentPageDto, AgentSliceDto, CompactAgentDto } from './agent-list.dto.js';
import { AgentListQuery, AgentPageQuery, AgentSliceQuery } from './agent-list.query.js';
import { AgentListsPresenter } from './agent-lists.presenter.js';
import { FORMS_OF_A_LIST } from './list-forms.js';

/** All agents but System, for administrators and for pickers: whole, in pages, and in slices. */
@ApiTags('Agents')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/agents')
export class AgentListsController {
  constructor(private readonly lists: AgentListsPresenter) {}

  @Get()
  @RequirePermission('users:manage')
  @ApiRoute({
    summary: 'All agents except System, newest change first',
    description: FORMS_OF_A_LIST,
    answer: [CompactAgentDto],
  })
  async all(@Query() query: AgentListQuery): Promise<StreamableFile | readonly CompactAgentDto[]> {
    return this.lists.all(query);
  }

  @Get('page')
  @RequirePermission('users:manage')
  @ApiRoute({
    summary: 'A page of all agents except System, newest change first unless another order is asked for',
    answer: AgentPageDto,
  })
  async page(@Query() query: AgentPageQuery): Promise<AgentPageDto> {
    return this.lists.page(query);
  }

  @Get('slice')
  @RequirePermission('users:manage')
  @ApiRoute({ summary: 'A slice of all agents except System, newest change first', answer: AgentSliceDto })
  async slice(@Query() query: AgentSliceQuery): Promise<AgentSliceDto> {
    return this.lists.slice(query);
  }

  @Get('compact')
  @AnyAgent()
  @ApiRoute({ summary: 'The same list, for pickers', description: FORMS_OF_A_LIST, answer: [CompactAgentDto] })
  async compact(@Query() query: AgentListQuery): Promise<StreamableFile | readonly CompactAgentDto[]> {
    return this.lists.all(query);
  }

  @Get('compact/page')
  @AnyAgent()
  @ApiRoute({ summary: 'A page of the same list, for pickers', answer: AgentPageDto })
  async compactPage(@Query() query: AgentPageQuery): Promise<AgentPageDto> {
    return this.lists.page(query);
  }

  @Get('compact/slice')
  @AnyAgent()
  @ApiRoute({ summary: 'A slice of the same list, for pickers', answer: AgentSliceDto })
  async compactSlice(@Query() query: AgentSliceQuery): Promise<AgentSliceDto> {
    return this.lists.slice(query);
  }
}
