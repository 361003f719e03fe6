import { Injectable } from '@nestjs/common';
import type { BatchResult, ListedAgent } from '@rollcall/agents';
import { emailKey } from '@rollcall/kernel';
import type { EntityManager } from 'typeorm';

import { AgentImportEntity } from './agent-import.entity.js';
import { type ImportRowEntity, ROW_OUTCOMES, type RowStatus } from './import-row.entity.js';
import { NEW_WORK } from './work/agent-work.entity.js';
import { WorksRepository } from './work/works.repository.js';

/** A row as it is stored first: to be worked on, or refused already. */
export interface NewRow {
  readonly number: number;
  readonly cells: readonly string[];
  readonly agent: ListedAgent | null;
  readonly column: string | null;
  readonly reason: string | null;
}

/** A row that is to be worked on. */
export interface PendingRow {
  readonly number: number;
  readonly agent: ListedAgent;
}

/** What became of a row. */
export interface RowResult {
  readonly number: number;
  readonly status: BatchResult['outcome'];
  readonly column: string | null;
  readonly reason: string | null;
  readonly agentId: number | null;
}

/** Which rows of an import are asked for: of one status or all, behind the row `after`. */
export interface RowFilter {
  readonly status?: RowStatus | undefined;
  readonly after: number;
  readonly limit: number;
}

export type ShownRow = Pick<ImportRowEntity, 'number' | 'cells' | 'status' | 'column' | 'reason' | 'agentId'>;

/** Reads and writes `agent_imports` and `import_rows`. */
@Injectable()
export class ImportsRepository extends WorksRepository<AgentImportEntity, RowResult['status']> {
  constructor() {
    super(AgentImportEntity, 'agent_imports', ROW_OUTCOMES);
  }

  async insert(
    manager: EntityManager,
    values: Omit<AgentImportEntity, keyof typeof NEW_WORK | 'id' | 'total' | RowResult['status']>,
  ): Promise<AgentImportEntity> {
    return manager.save(
      AgentImportEntity,
      manager.create(AgentImportEntity, { ...values, ...NEW_WORK, total: 0, created: 0, updated: 0, skipped: 0 }),
    );
  }

  async insertRows(manager: EntityManager, importId: number, rows: readonly NewRow[]): Promise<void> {
    await manager.query(
      `INSERT INTO import_rows (import_id, number, cells, agent, email_key, status, wrong_column, reason)
       SELECT $1, number, cells, agent, key, CASE WHEN agent IS NULL THEN 'failed' ELSE 'pending' END, "column", reason
       FROM json_to_recordset($2::json)
         AS row(number integer, cells jsonb, agent jsonb, key text, "column" text, reason text)`,
      [importId, JSON.stringify(rows.map((row) => ({ ...row, key: row.agent && emailKey(row.agent.email) })))],
    );
  }

  async setCounts(
    manager: EntityManager,
    id: number,
    counts: Pick<AgentImportEntity, 'total' | 'failed'>,
  ): Promise<void> {
    await manager.update(AgentImportEntity, { id }, counts);
  }

  /** The next rows that are to be worked on, in their order. */
  async nextPending(
    manager: EntityManager,
    { id, doneTo }: Pick<AgentImportEntity, 'id' | 'doneTo'>,
    limit: number,
  ): Promise<PendingRow[]> {
    return manager.query(
      `SELECT number, agent FROM import_rows WHERE import_id = $1 AND number > $2 AND status = 'pending'
       ORDER BY number LIMIT $3`,
      [id, doneTo, limit],
    );
  }

  /** Of these keys of mailboxes, those of rows that were counted as created. */
  async createdKeys(manager: EntityManager, id: number, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const found: { key: string }[] = await manager.query(
      `SELECT email_key AS key FROM import_rows WHERE import_id = $1 AND status = 'created' AND email_key = ANY ($2)`,
      [id, keys],
    );
    return new Set(found.map(({ key }) => key));
  }

  async recordResults(manager: EntityManager, importId: number, results: readonly RowResult[]): Promise<void> {
    await manager.query(
      `UPDATE import_rows SET status = result.status, wrong_column = result."column", reason = result.reason,
         agent_id = result."agentId"
       FROM json_to_recordset($2::json)
         AS result(number integer, status text, "column" text, reason text, "agentId" bigint)
       WHERE import_id = $1 AND import_rows.number = result.number`,
      [importId, JSON.stringify(results)],
    );
  }

  /** Rows in the order of the file. */
  async rows(manager: EntityManager, importId: number, { status, after, limit }: RowFilter): Promise<ShownRow[]> {
    return manager.query(
      `SELECT number, cells, status, wrong_column AS "column", reason, agent_id AS "agentId" FROM import_rows
       WHERE import_id = $1 AND number > $2 AND ($3::text IS NULL OR status = $3) ORDER BY number LIMIT $4`,
      [importId, after, status ?? null, limit],
    );
  }
}
