import type { EntityManager } from 'typeorm';

import { type AgentWork, isOpen, type WorkStatus } from './agent-work.entity.js';

/** What a batch did: the number of its last row or agent, and how many had which outcome. */
export interface BatchDone<Outcome extends string> {
  readonly doneTo: number;
  readonly outcomes: readonly Outcome[];
}

const IS_OPEN = "status IN ('waiting', 'running')";

/** Reads and writes the table of one kind of work, which has a column for the number of each outcome. */
export abstract class WorksRepository<W extends AgentWork, Outcome extends string> {
  protected constructor(
    private readonly entity: new () => W,
    private readonly table: 'agent_imports' | 'bulk_changes',
    private readonly outcomes: readonly Outcome[],
  ) {}

  async find(manager: EntityManager, id: number): Promise<W | null> {
    return manager.createQueryBuilder(this.entity, 'work').where('work.id = :id', { id }).getOne();
  }

  /** The newest, newest first. */
  async list(manager: EntityManager, limit: number): Promise<W[]> {
    return manager.createQueryBuilder(this.entity, 'work').orderBy('work.id', 'DESC').limit(limit).getMany();
  }

  /**
   * The work, if this job is to go on with it and nobody has ended it. No other transaction can change it before this one
   * ends, so that two workers never work on one batch.
   */
  async lockForJob(manager: EntityManager, id: number, jobId: string): Promise<W | null> {
    const found = await manager
      .createQueryBuilder(this.entity, 'work')
      .where('work.id = :id AND work.jobId = :jobId', { id, jobId })
      .setLock('for_no_key_update')
      .getOne();
    return found && isOpen(found) ? found : null;
  }

  /** Adds a batch to what is done. The job with this id is the one that goes on. */
  async advance(
    manager: EntityManager,
    id: number,
    { doneTo, outcomes }: BatchDone<Outcome>,
    { jobId, now }: { readonly jobId: string; readonly now: Date },
  ): Promise<void> {
    const counts = this.outcomes.map((outcome, index) => `${outcome} = ${outcome} + $${index + 5}`);
    await manager.query(
      `UPDATE ${this.table} SET status = 'running', started_at = coalesce(started_at, $2), done_to = $3, job_id = $4,
         ${counts.join(', ')}
       WHERE id = $1`,
      [id, now, doneTo, jobId, ...this.outcomes.map((one) => outcomes.filter((outcome) => outcome === one).length)],
    );
  }

  /** Ends work that is waiting or running, and returns whether it was. It waits for the batch under way. */
  async end(
    manager: EntityManager,
    id: number,
    { status, problem, endedAt }: Pick<AgentWork, 'status' | 'problem' | 'endedAt'>,
  ): Promise<boolean> {
    const [, count]: [unknown, number] = await manager.query(
      `UPDATE ${this.table} SET status = $2, problem = $3, ended_at = $4 WHERE id = $1 AND ${IS_OPEN}`,
      [id, status, problem, endedAt],
    );
    return count === 1;
  }

  /** How many there are of each status. */
  async countByStatus(manager: EntityManager): Promise<{ readonly status: WorkStatus; readonly count: number }[]> {
    return manager.query(`SELECT status, count(*) FROM ${this.table} GROUP BY status`);
  }

  /** Removes what ended until then, with its rows or agents. */
  async deleteEndedBefore(manager: EntityManager, time: Date): Promise<void> {
    await manager.query(`DELETE FROM ${this.table} WHERE ended_at <= $1`, [time]);
  }
}
