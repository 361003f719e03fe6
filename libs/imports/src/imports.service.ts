import { Inject, Injectable } from '@nestjs/common';
import type { ListedAgent, OnExisting } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { CONFIG, type Config } from '@rollcall/config';
import { type Conflicts, Transactions } from '@rollcall/database';
import { Jobs, newJobId } from '@rollcall/jobs';
import { Clock, DomainError, invalidField, type InvalidField } from '@rollcall/kernel';

import type { AgentImportEntity } from './agent-import.entity.js';
import { CsvFile, type CsvFields, type CsvRow, type OpenFile } from './csv-file.js';
import { ImportEnds } from './import-ends.js';
import { ImportsRepository, type NewRow, type RowFilter, type ShownRow } from './imports.repository.js';
import type { WorkStatus } from './work/agent-work.entity.js';

/** How an import is to be done. */
export interface ImportOptions {
  /** Says what would become of each row, and does nothing. */
  readonly dryRun: boolean;
  readonly onExisting: OnExisting;
  readonly sendWelcomeEmail: boolean;
}

/** Checks the fields of a row as those of a single create: the agent, or all that is wrong, under the names of the columns. */
export type CheckFields = (fields: CsvFields) => ListedAgent | readonly InvalidField[];

/** How many rows are stored at once. A file is stored between other requests: each part takes a few milliseconds. */
const STORED_AT_ONCE = 200;

const LISTED = 100;
const READ_AT_ONCE = 1_000;
const DAY_MS = 86_400_000;

const ONE_AT_A_TIME: Conflicts = {
  agent_imports_one_at_a_time: () =>
    new DomainError('import_running', 'Another import is running; wait for its end, or cancel it'),
};

/** Takes files of agents to be brought in by the worker, and tells how far that is. */
@Injectable()
export class Imports {
  private readonly keptMs: number;

  constructor(
    private readonly transactions: Transactions,
    private readonly imports: ImportsRepository,
    private readonly ends: ImportEnds,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.keptMs = config.imports.keptDays * DAY_MS;
  }

  /**
   * Stores the rows of a file and has the worker bring them in: both or, when the file cannot be read, neither. A row whose
   * fields are wrong has failed already; it does not hinder the others.
   * @throws DomainError `invalid_input` saying what is wrong with the file, `import_running`
   */
  async start(actor: Actor, options: ImportOptions, open: OpenFile, check: CheckFields): Promise<AgentImportEntity> {
    const file = await CsvFile.read(open);
    return this.transactions.runOr(ONE_AT_A_TIME, async (tx) => {
      const { agentId, keyId, ip, requestId } = actor;
      const jobId = newJobId();
      const begun = await this.imports.insert(tx.manager, {
        ...{ ...options, agentId, keyId, ip, requestId, jobId, header: file.header },
        createdAt: tx.now,
      });
      const counts = { total: 0, failed: 0 };
      for await (const rows of inBatches(file.rows())) {
        const checked = rows.map((row) => checkedRow(row, file.header, check));
        await this.imports.insertRows(tx.manager, begun.id, checked);
        counts.total += checked.length;
        counts.failed += checked.filter(({ agent }) => agent === null).length;
      }
      if (counts.total === 0) throw invalidField('file', 'file has no rows behind its header');
      await this.imports.setCounts(tx.manager, begun.id, counts);
      await this.jobs.enqueue(tx, 'agents-import', { importId: begun.id }, jobId);
      return Object.assign(begun, counts);
    });
  }

  /** @throws DomainError `import_not_found` */
  async get(id: number): Promise<AgentImportEntity> {
    return (await this.imports.find(this.transactions.reader, id)) ?? importNotFound(id);
  }

  /** The newest hundred, newest first. */
  async list(): Promise<AgentImportEntity[]> {
    return this.imports.list(this.transactions.reader, LISTED);
  }

  /** How many are kept of each status. */
  async countByStatus(): Promise<{ readonly status: WorkStatus; readonly count: number }[]> {
    return this.imports.countByStatus(this.transactions.reader);
  }

  /** The newest, or null if there is none. */
  async latest(): Promise<AgentImportEntity | null> {
    const [newest = null] = await this.imports.list(this.transactions.reader, 1);
    return newest;
  }

  /** Rows of an import in the order of the file. @throws DomainError `import_not_found` */
  async rows(id: number, filter: RowFilter): Promise<ShownRow[]> {
    await this.get(id);
    return this.imports.rows(this.transactions.reader, id, filter);
  }

  /** All failed rows of an import in batches; no connection is held between two of them. */
  async *failedRows(id: number): AsyncGenerator<readonly ShownRow[], void> {
    for (let after = 0; ;) {
      const filter = { status: 'failed', after, limit: READ_AT_ONCE } as const;
      const rows = await this.imports.rows(this.transactions.reader, id, filter);
      yield rows;
      if (rows.length < READ_AT_ONCE) return;
      after = rows.at(-1)?.number ?? after;
    }
  }

  /**
   * Ends an import. What was brought in stays; a batch under way is finished first.
   * @throws DomainError `import_not_found`, `import_ended`
   */
  async cancel(actor: Actor, id: number): Promise<AgentImportEntity> {
    return this.transactions.run(async (tx) => {
      const ended = await this.ends.end(tx, actor, id, { status: 'cancelled', problem: null });
      const found = (await this.imports.find(tx.manager, id)) ?? importNotFound(id);
      if (!ended) throw new DomainError('import_ended', `Import ${id} has ended already; it is ${found.status}`);
      return found;
    });
  }

  /** Removes imports with their rows, which are personal data, once they were kept for as long as the configuration says. */
  async sweep(): Promise<void> {
    const time = new Date(this.clock.now().getTime() - this.keptMs);
    await this.imports.deleteEndedBefore(this.transactions.reader, time);
  }
}

function importNotFound(id: number): never {
  throw new DomainError('import_not_found', `There is no import ${id}`);
}

function checkedRow({ number, cells, fields }: CsvRow, header: readonly string[], check: CheckFields): NewRow {
  if (fields === null) {
    const reason = `the row has ${cells.length} cells, and the header has ${header.length}`;
    return { number, cells, agent: null, column: null, reason };
  }
  const checked = check(fields);
  if ('email' in checked) return { number, cells, agent: checked, column: null, reason: null };
  const column = checked[0]?.field.split('.')[0] ?? null;
  return { number, cells, agent: null, column, reason: checked.map(({ message }) => message).join('; ') };
}

async function* inBatches(rows: AsyncIterable<CsvRow>): AsyncGenerator<readonly CsvRow[], void> {
  let batch: CsvRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < STORED_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
