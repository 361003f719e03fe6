import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Post,
  Query,
  type StreamableFile,
  UseInterceptors,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { CurrentActor, RequirePermission } from '@rollcall/auth/http';

import { ApiCredentials } from '../../http/api-credentials.js';
import { Id } from '../../http/input/path-parameter.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { BulkChangeBody } from './bulk-change.body.js';
import { BulkChangeDto, BulkResultsDto, BulkResultsQuery } from './bulk-change.dto.js';
import { BulkChangesPresenter } from './bulk-changes.presenter.js';

/** Changes of many agents at once. */
@ApiTags('Agents')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/agents/bulk')
export class BulkChangesController {
  constructor(private readonly changes: BulkChangesPresenter) {}

  @Post()
  @HttpCode(200)
  @RequirePermission('users:manage')
  @ApiRoute({
    summary: 'Change many agents at once',
    description:
      'The worker changes one agent after the other, with the rights that the caller has by then. Which agents they are is fixed now. An agent that may not be changed is reported with the reason, and hinders no other.',
    answer: BulkChangeDto,
  })
  async start(@CurrentActor() actor: Actor, @Body() body: BulkChangeBody): Promise<BulkChangeDto> {
    return this.changes.start(actor, body);
  }

  @Get()
  @RequirePermission('users:manage')
  @ApiRoute({ summary: 'The newest hundred bulk changes, newest first', answer: [BulkChangeDto] })
  async list(): Promise<BulkChangeDto[]> {
    return this.changes.list();
  }

  @Get(':id')
  @RequirePermission('users:manage')
  @ApiRoute({ summary: 'A bulk change, and how far it is', answer: BulkChangeDto, errors: [404] })
  async get(@Id('id') id: number): Promise<BulkChangeDto> {
    return this.changes.get(id);
  }

  @Delete(':id')
  @RequirePermission('users:manage')
  @ApiRoute({
    summary: 'Cancel a bulk change',
    description: 'Agents that are changed stay changed.',
    answer: BulkChangeDto,
    errors: [404, 409],
  })
  async cancel(@Id('id') id: number): Promise<BulkChangeDto> {
    return this.changes.cancel(id);
  }

  @Get(':id/results')
  @RequirePermission('users:manage')
  @ApiRoute({ summary: 'What became of each agent, in the order of the ids', answer: BulkResultsDto, errors: [404] })
  async results(@Id('id') id: number, @Query() query: BulkResultsQuery): Promise<BulkResultsDto> {
    return this.changes.results(id, query);
  }

  @Get(':id/events')
  @RequirePermission('users:manage')
  @ApiRoute({
    summary: 'The progress of a bulk change as server-sent events',
    description:
      'An event `progress` with a BulkChangeDto whenever it changed, at most one a second; the last event is `end`. The stream ends with it, and after five minutes: connect again then. Each event is the whole state, so `Last-Event-ID` is not needed.',
    answer: { stream: 'text/event-stream' },
    errors: [404],
  })
  async events(@Id('id') id: number): Promise<StreamableFile> {
    return this.changes.events(id);
  }
}
