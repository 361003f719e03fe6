import { Injectable, type StreamableFile } from '@nestjs/common';
import { AgentDirectory } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { type AgentImportEntity, Imports } from '@rollcall/imports';
import { Clock } from '@rollcall/kernel';

import type { ReceivedFile } from '../../http/body/received-file.js';
import { type AgentListQuery, filterOf } from '../agents/agent-list.query.js';
import { DEFAULT_PAGE_SIZE } from '../page.js';
import { ProgressStreams } from '../progress/progress-streams.service.js';
import { csvAnswer, linesOfAgents, linesOfFailedRows } from './csv-answers.js';
import { ImportDto, type ImportQuery, type ImportRowsQuery, ImportRowsDto, ImportStatusDto } from './import.dto.js';
import { importedFields } from './imported-fields.js';

/** How many reasons the peer's status call tells. */
const LOGS = 100;

/** Imports as this window shows them. */
@Injectable()
export class ImportsPresenter {
  constructor(
    private readonly imports: Imports,
    private readonly directory: AgentDirectory,
    private readonly streams: ProgressStreams,
    private readonly clock: Clock,
  ) {}

  async start(actor: Actor, query: ImportQuery, file: ReceivedFile): Promise<ImportDto> {
    const options = {
      dryRun: query.dry_run ?? false,
      onExisting: query.on_existing ?? 'error',
      sendWelcomeEmail: query.send_welcome_email ?? false,
    };
    return this.shown(await this.imports.start(actor, options, file.read, importedFields));
  }

  async list(): Promise<ImportDto[]> {
    return (await this.imports.list()).map((one) => this.shown(one));
  }

  async get(id: number): Promise<ImportDto> {
    return this.shown(await this.imports.get(id));
  }

  async cancel(actor: Actor, id: number): Promise<ImportDto> {
    return this.shown(await this.imports.cancel(actor, id));
  }

  async rows(id: number, { status, after = 0, limit = DEFAULT_PAGE_SIZE }: ImportRowsQuery): Promise<ImportRowsDto> {
    return new ImportRowsDto(await this.imports.rows(id, { status, after, limit: limit + 1 }), limit);
  }

  async failedRows(id: number): Promise<StreamableFile> {
    const { header } = await this.imports.get(id);
    return csvAnswer(linesOfFailedRows(header, this.imports.failedRows(id)), `failed-rows-${id}.csv`);
  }

  export(query: AgentListQuery): StreamableFile {
    return csvAnswer(linesOfAgents(this.directory.allForFile(filterOf(query))), 'agents.csv');
  }

  async events(id: number): Promise<StreamableFile> {
    return this.streams.stream(() => this.get(id));
  }

  async status(): Promise<ImportStatusDto> {
    const latest = await this.imports.latest();
    const failed = latest ? await this.imports.rows(latest.id, { status: 'failed', after: 0, limit: LOGS }) : [];
    return new ImportStatusDto(latest, failed);
  }

  private shown(one: AgentImportEntity): ImportDto {
    return new ImportDto(one, this.clock.now());
  }
}
