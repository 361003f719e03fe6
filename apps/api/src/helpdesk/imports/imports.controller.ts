import { Controller, Delete, Get, HttpCode, Post, Query, type StreamableFile, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { CurrentActor, RequirePermission } from '@rollcall/auth/http';

import { ApiCredentials } from '../../http/api-credentials.js';
import { SentFile } from '../../http/body/file.interceptor.js';
import type { ReceivedFile } from '../../http/body/received-file.js';
import { Id } from '../../http/input/path-parameter.js';
import { ApiRoute } from '../api-route.js';
import { AgentListQuery } from '../agents/agent-list.query.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { TakesCsv } from './csv-uploads.js';
import { ImportDto, ImportQuery, ImportRowsDto, ImportRowsQuery, ImportStatusDto } from './import.dto.js';
import { ImportsPresenter } from './imports.presenter.js';

const FILE =
  'Its columns are first_name, last_name, email, roles and teams, in any order, of which last_name and teams may be missing; cells of roles and teams have names separated by commas. It is UTF-8, at most 50 MB (a setting) and 200,000 rows. Good rows go in, and each bad one is reported with its number and reason. One import runs at a time.';

/** Files of agents that are brought in. */
@ApiTags('Agents')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/agents')
export class ImportsController {
  constructor(private readonly imports: ImportsPresenter) {}

  @Post('imports')
  @HttpCode(200)
  @RequirePermission('users:manage')
  @TakesCsv()
  @ApiRoute({ summary: 'Bring in agents from a CSV file', description: FILE, answer: ImportDto, errors: [409] })
  async start(
    @CurrentActor() actor: Actor,
    @Query() query: ImportQuery,
    @SentFile() file: ReceivedFile,
  ): Promise<ImportDto> {
    return this.imports.start(actor, query, file);
  }

  @Get('imports')
  @RequirePermission('users:manage')
  @ApiRoute({ summary: 'The newest hundred imports, newest first', answer: [ImportDto] })
  async list(): Promise<ImportDto[]> {
    return this.imports.list();
  }

  @Get('imports/:id')
  @RequirePermission('users:manage')
  @ApiRoute({ summary: 'An import, and how far it is', answer: ImportDto, errors: [404] })
  async get(@Id('id') id: number): Promise<ImportDto> {
    return this.imports.get(id);
  }

  @Delete('imports/:id')
  @RequirePermission('users:manage')
  @ApiRoute({
    summary: 'Cancel an import',
    description: 'Rows that are done stay done.',
    answer: ImportDto,
    errors: [404, 409],
  })
  async cancel(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<ImportDto> {
    return this.imports.cancel(actor, id);
  }

  @Get('imports/:id/rows')
  @RequirePermission('users:manage')
  @ApiRoute({ summary: 'Rows of an import, in the order of the file', answer: ImportRowsDto, errors: [404] })
  async rows(@Id('id') id: number, @Query() query: ImportRowsQuery): Promise<ImportRowsDto> {
    return this.imports.rows(id, query);
  }

  @Get('imports/:id/failed.csv')
  @RequirePermission('users:manage')
  @ApiRoute({
    summary: 'The failed rows of an import as a CSV file, to be corrected and sent again',
    description:
      'As they were, with a column for the reason, which an import passes over. A quote before a cell that a spreadsheet would run as a formula makes it harmless; an import takes it off.',
    answer: { stream: 'text/csv' },
    errors: [404],
  })
  async failedRows(@Id('id') id: number): Promise<StreamableFile> {
    return this.imports.failedRows(id);
  }

  @Get('imports/:id/events')
  @RequirePermission('users:manage')
  @ApiRoute({
    summary: 'The progress of an import as server-sent events',
    description:
      'An event `progress` with an ImportDto whenever it changed, at most one a second; the last event is `end`. The stream ends with it, and after five minutes: connect again then. Each event is the whole state, so `Last-Event-ID` is not needed.',
    answer: { stream: 'text/event-stream' },
    errors: [404],
  })
  async events(@Id('id') id: number): Promise<StreamableFile> {
    return this.imports.events(id);
  }

  @Get('export.csv')
  @RequirePermission('users:manage')
  @ApiRoute({
    summary: 'All agents except System as a CSV file, in the form that an import takes',
    description: 'Newest change first. The filters are those of the list.',
    answer: { stream: 'text/csv' },
  })
  export(@Query() query: AgentListQuery): StreamableFile {
    return this.imports.export(query);
  }

  @Post('import')
  @HttpCode(200)
  @RequirePermission('users:manage')
  @TakesCsv()
  @ApiRoute({
    summary: 'Bring in agents from a CSV file, as clients of the peer do',
    description: `${FILE} …/imports does the same, and answers with the import.`,
    answer: true,
    errors: [409],
  })
  async startAsPeer(@CurrentActor() actor: Actor, @SentFile() file: ReceivedFile): Promise<true> {
    return this.imports.start(actor, {}, file).then(() => true);
  }

  @Get('import/status')
  @RequirePermission('users:manage')
  @ApiRoute({ summary: 'The newest import, as clients of the peer know it', answer: ImportStatusDto })
  async status(): Promise<ImportStatusDto> {
    return this.imports.status();
  }
}
