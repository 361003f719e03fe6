import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

import { NEW_WORK } from '../work/agent-work.entity.js';
import { WorksRepository } from '../work/works.repository.js';
import {
  BULK_OUTCOMES,
  type BulkAgentStatus,
  type BulkChangeAgentEntity,
  type BulkOutcome,
} from './bulk-change-agent.entity.js';
import { BulkChangeEntity } from './bulk-change.entity.js';

/** An agent of a bulk change, and what became of it. */
export type BulkResult = Pick<BulkChangeAgentEntity, 'number' | 'agentId' | 'status' | 'reason'>;

/** Which agents of a bulk change are asked for: of one status or all, behind the one with the number `after`. */
export interface BulkResultFilter {
  readonly status?: BulkAgentStatus | undefined;
  readonly after: number;
  readonly limit: number;
}

/** Reads and writes `bulk_changes` and `bulk_change_agents`. */
@Injectable()
export class BulkChangesRepository extends WorksRepository<BulkChangeEntity, BulkOutcome> {
  constructor() {
    super(BulkChangeEntity, 'bulk_changes', BULK_OUTCOMES);
  }

  /** Stores a change with the ids of its agents, which are worked on in this order. */
  async insert(
    manager: EntityManager,
    values: Pick<BulkChangeEntity, 'change' | 'agentId' | 'keyId' | 'ip' | 'requestId' | 'jobId' | 'createdAt'>,
    ids: readonly number[],
  ): Promise<BulkChangeEntity> {
    const stored = await manager.save(
      BulkChangeEntity,
      manager.create(BulkChangeEntity, { ...values, ...NEW_WORK, total: ids.length, changed: 0 }),
    );
    await manager.query(
      `INSERT INTO bulk_change_agents (bulk_change_id, number, agent_id, status)
       SELECT $1, number, id, 'pending' FROM unnest($2::bigint[]) WITH ORDINALITY AS agent(id, number)`,
      [stored.id, ids],
    );
    return stored;
  }

  /** The next agents that are to be worked on, in their order. */
  async next(
    manager: EntityManager,
    { id, doneTo }: Pick<BulkChangeEntity, 'id' | 'doneTo'>,
    limit: number,
  ): Promise<Pick<BulkResult, 'number' | 'agentId'>[]> {
    return manager.query(
      `SELECT number, agent_id AS "agentId" FROM bulk_change_agents WHERE bulk_change_id = $1 AND number > $2
       ORDER BY number LIMIT $3`,
      [id, doneTo, limit],
    );
  }

  async recordResults(manager: EntityManager, id: number, results: readonly BulkResult[]): Promise<void> {
    await manager.query(
      `UPDATE bulk_change_agents SET status = result.status, reason = result.reason
       FROM json_to_recordset($2::json) AS result(number integer, status text, reason text)
       WHERE bulk_change_id = $1 AND bulk_change_agents.number = result.number`,
      [id, JSON.stringify(results)],
    );
  }

  /** Agents of a change in the order of their ids. */
  async results(manager: EntityManager, id: number, { status, after, limit }: BulkResultFilter): Promise<BulkResult[]> {
    return manager.query(
      `SELECT number, agent_id AS "agentId", status, reason FROM bulk_change_agents
       WHERE bulk_change_id = $1 AND number > $2 AND ($3::text IS NULL OR status = $3) ORDER BY number LIMIT $4`,
      [id, after, status ?? null, limit],
    );
  }
}
