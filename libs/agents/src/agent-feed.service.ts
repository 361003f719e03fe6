import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import type { AgentSummary } from './agent-profile.js';
import { AgentsRepository } from './agents.repository.js';
import { ChangePosition } from './change-position.js';

/** A change is kept for this long, so that a listener that was away can go on where it was. */
const KEPT = '1 hour';

/** A change of what lists show of an agent. */
export interface AgentChange {
  readonly position: ChangePosition;
  readonly agentId: number;
  /** The agent as it is now, which may be later than the change; null once it is deleted. */
  readonly agent: AgentSummary | null;
}

/**
 * The first transaction that may still add changes: the oldest under way in this database. A snapshot has those of all databases of
 * the server; one that holds the lock on its id in another database writes nothing here.
 */
const UNSETTLED = `(
  SELECT coalesce(min(running.id), pg_snapshot_xmax(pg_current_snapshot()))
  FROM pg_snapshot_xip(pg_current_snapshot()) AS running(id)
  WHERE NOT EXISTS (
    SELECT FROM pg_locks held JOIN pg_stat_activity session ON session.pid = held.pid
    WHERE held.locktype = 'transactionid' AND held.transactionid = running.id::xid AND held.mode = 'ExclusiveLock' AND held.granted
      AND session.datid <> (SELECT oid FROM pg_database WHERE datname = current_database())))`;

interface ChangeRow {
  readonly transaction_id: string;
  readonly row_id: number;
  readonly agent_id: number;
}

/**
 * The changes of people, in an order in which none is added before one that was read: by transaction, and only of those that began
 * before every transaction under way in this database. The triggers of `agents` write them.
 */
@Injectable()
export class AgentFeed {
  constructor(
    private readonly dataSource: DataSource,
    private readonly agents: AgentsRepository,
  ) {}

  /** The newest changes, the oldest of them first. */
  async newest(limit: number): Promise<AgentChange[]> {
    return this.withAgents(
      await this.dataSource.query<ChangeRow[]>(
        `SELECT * FROM (
           SELECT transaction_id::text, row_id, agent_id FROM agent_changes
           WHERE transaction_id < ${UNSETTLED}
           ORDER BY agent_changes.transaction_id DESC, row_id DESC LIMIT $1
         ) AS newest ORDER BY newest.transaction_id::xid8, row_id`,
        [limit],
      ),
    );
  }

  /** The changes after a position, at most so many. Of an agent that changed several times, the last. */
  async after(position: ChangePosition, limit: number): Promise<AgentChange[]> {
    return this.withAgents(
      await this.dataSource.query<ChangeRow[]>(
        `SELECT transaction_id::text, row_id, agent_id FROM agent_changes
         WHERE (agent_changes.transaction_id, row_id) > ($1::xid8, $2)
           AND agent_changes.transaction_id < ${UNSETTLED}
         ORDER BY agent_changes.transaction_id, row_id LIMIT $3`,
        [...position.parameters, limit],
      ),
    );
  }

  /** Deletes the changes that are old, but not the newest: by it one can tell that there were others. */
  async sweep(): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM agent_changes WHERE changed_at < now() - interval '${KEPT}'
         AND row_id < (SELECT max(row_id) FROM agent_changes)`,
    );
  }

  private async withAgents(rows: readonly ChangeRow[]): Promise<AgentChange[]> {
    if (rows.length === 0) return [];
    const last = new Map(rows.map((row) => [row.agent_id, row]));
    const summaries = await this.agents.summaries(this.dataSource.manager, [...last.keys()]);
    const agents = new Map(summaries.map((agent) => [agent.id, agent]));
    return rows
      .filter((row) => last.get(row.agent_id) === row)
      .map((row) => ({
        position: new ChangePosition(BigInt(row.transaction_id), row.row_id),
        agentId: row.agent_id,
        agent: agents.get(row.agent_id) ?? null,
      }));
  }
}
