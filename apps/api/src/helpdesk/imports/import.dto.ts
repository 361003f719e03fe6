import { ApiProperty } from '@nestjs/swagger';
import { ON_EXISTING, type OnExisting } from '@rollcall/agents';
import { type AgentImportEntity, isOpen, ROW_STATUSES, type RowStatus, type ShownRow } from '@rollcall/imports';

import { OptionalParameter } from '../../http/input/field.js';
import { flag, oneOf, wholeNumber } from '../../http/input/rules.js';
import { Size } from '../page.js';
import { paceOf, WorkDto } from '../progress/work.dto.js';

/** How a file is to be brought in. */
export class ImportQuery {
  @OptionalParameter(flag(), { description: 'Says what would become of each row, and does nothing' })
  dry_run?: boolean;

  @OptionalParameter(oneOf(ON_EXISTING), {
    description: 'What becomes of a row whose e-mail an agent has already, also by a row above; `error` if left out',
  })
  on_existing?: OnExisting;

  @OptionalParameter(flag(), { description: 'Welcomes each new agent by mail' })
  send_welcome_email?: boolean;
}

/** Which rows of an import to give. */
export class ImportRowsQuery {
  @OptionalParameter(oneOf(ROW_STATUSES))
  status?: RowStatus;

  @OptionalParameter(wholeNumber({ min: 0, max: 2_147_483_647 }), {
    description: 'Only rows behind the row with this number: `next_after` of the answer before',
  })
  after?: number;

  @Size()
  limit?: number;
}

/** An import, and how far it is. */
export class ImportDto extends WorkDto {
  @ApiProperty()
  readonly dry_run: boolean;
  @ApiProperty({ enum: ON_EXISTING })
  readonly on_existing: OnExisting;
  @ApiProperty()
  readonly send_welcome_email: boolean;
  @ApiProperty({ type: 'integer' })
  readonly created: number;
  @ApiProperty({ type: 'integer' })
  readonly updated: number;
  @ApiProperty({ type: 'integer', description: 'Rows of agents that exist, with `on_existing=skip`' })
  readonly skipped: number;
  @ApiProperty({ type: 'number', nullable: true, description: 'Null before the first rows are done' })
  readonly rows_per_second: number | null;

  constructor(of: AgentImportEntity, now: Date) {
    super(of, of.created + of.updated + of.skipped, now);
    this.dry_run = of.dryRun;
    this.on_existing = of.onExisting;
    this.send_welcome_email = of.sendWelcomeEmail;
    this.created = of.created;
    this.updated = of.updated;
    this.skipped = of.skipped;
    this.rows_per_second = paceOf(this, now);
  }
}

/** A row of an import. */
export class ImportRowDto {
  @ApiProperty({ type: 'integer', example: 2, description: 'As spreadsheets count: the header is row 1' })
  readonly number: number;
  @ApiProperty({ enum: ROW_STATUSES })
  readonly status: RowStatus;
  @ApiProperty({ type: String, nullable: true, description: 'The column that is wrong; null: the row as a whole' })
  readonly column: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it failed' })
  readonly reason: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'The agent that was created or changed' })
  readonly agent_id: number | null;
  @ApiProperty({ type: [String], description: 'As they are in the file' })
  readonly cells: readonly string[];

  constructor({ number, status, column, reason, agentId, cells }: ShownRow) {
    this.number = number;
    this.status = status;
    this.column = column;
    this.reason = reason;
    this.agent_id = agentId;
    this.cells = cells;
  }
}

/** Rows of an import in the order of the file. */
export class ImportRowsDto {
  @ApiProperty({ type: [ImportRowDto] })
  readonly results: readonly ImportRowDto[];
  @ApiProperty({ type: 'integer', nullable: true, description: '`after` of the next request; null: there are no more' })
  readonly next_after: number | null;

  constructor(rows: readonly ShownRow[], limit: number) {
    this.results = rows.slice(0, limit).map((row) => new ImportRowDto(row));
    this.next_after = rows.length > limit ? (this.results.at(-1)?.number ?? null) : null;
  }
}

/** The newest import in the words of the peer. */
export class ImportStatusDto {
  @ApiProperty()
  readonly running: boolean;
  @ApiProperty({ type: [String], description: 'Why rows failed, the first hundred', example: [] })
  readonly logs: readonly string[];
  @ApiProperty({ type: 'integer' })
  readonly total: number;
  @ApiProperty({ type: 'integer' })
  readonly success: number;
  @ApiProperty({ type: 'integer' })
  readonly errors: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly started_at: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly ended_at: Date | null;

  constructor(of: AgentImportEntity | null, failed: readonly ShownRow[]) {
    this.running = of !== null && isOpen(of);
    this.logs = [
      ...failed.map(({ number, reason }) => `Row ${number}: ${reason ?? ''}`),
      ...(of?.problem ? [`The import was stopped: ${of.problem}`] : []),
    ];
    this.total = of?.total ?? 0;
    this.success = of ? of.created + of.updated + of.skipped : 0;
    this.errors = of?.failed ?? 0;
    this.started_at = of?.createdAt ?? null;
    this.ended_at = of?.endedAt ?? null;
  }
}
