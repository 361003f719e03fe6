import { Injectable } from '@nestjs/common';
import { ActingAgents, type Actor } from '@rollcall/auth';
import { type Transaction, together, Transactions } from '@rollcall/database';
import { HAND_OVER_MS, newJobId } from '@rollcall/jobs';
import { Clock } from '@rollcall/kernel';

import type { AgentWork } from './agent-work.entity.js';
import type { BatchDone, WorksRepository } from './works.repository.js';

/** How work ends, and why if it was stopped. */
export type WorkEnd = Pick<AgentWork, 'status' | 'problem'>;

/** One kind of work. */
export interface WorkKind<W extends AgentWork, Outcome extends string> {
  readonly works: WorksRepository<W, Outcome>;
  /** Promises the job that goes on with the work. */
  readonly promise: (tx: Transaction, id: number, jobId: string) => Promise<unknown>;
  /** Ends the work if it is waiting or running. */
  readonly end: (tx: Transaction, id: number, end: WorkEnd) => Promise<unknown>;
  /** Does the next batch with the rights that the starter has now, and returns null when there is none. */
  readonly batch: (tx: Transaction, starter: Actor, work: W) => Promise<BatchDone<Outcome> | null>;
}

/**
 * Does work batch by batch. A batch is one transaction: its agents and what became of them are committed together, so that a
 * worker may be killed at any moment, and nothing is left out or done twice.
 */
@Injectable()
export class WorkRunner {
  constructor(
    private readonly transactions: Transactions,
    private readonly acting: ActingAgents,
    private readonly clock: Clock,
  ) {}

  /**
   * Goes on with the work for a few seconds, and then promises the next job. A job that is not the work's any more does
   * nothing.
   */
  async run<W extends AgentWork, O extends string>(kind: WorkKind<W, O>, id: number, jobId: string): Promise<void> {
    const until = this.clock.now().getTime() + HAND_OVER_MS;
    while (await this.batch(kind, id, jobId, until));
  }

  /** Ends work that cannot go on. */
  async stop<W extends AgentWork, O extends string>(
    { end }: WorkKind<W, O>,
    id: number,
    problem: string,
  ): Promise<void> {
    await this.transactions.run((tx) => end(tx, id, { status: 'stopped', problem }));
  }

  /** Whether the same job is to go on. */
  private async batch<W extends AgentWork, O extends string>(
    { works, batch, end, promise }: WorkKind<W, O>,
    id: number,
    jobId: string,
    until: number,
  ): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const { manager, now } = tx;
      const work = await works.lockForJob(manager, id, jobId);
      if (!work) return false;
      const starter = await this.starterOf(tx, work);
      const done = 'problem' in starter ? null : await batch(tx, starter, work);
      if (!done) {
        await end(tx, id, 'problem' in starter ? { status: 'stopped', ...starter } : { status: 'done', problem: null });
        return false;
      }
      const isOver = this.clock.now().getTime() >= until;
      const next = isOver ? newJobId() : jobId;
      await together([works.advance(manager, id, done, { jobId: next, now }), isOver && promise(tx, id, next)]);
      return !isOver;
    });
  }

  /** Who started the work, with what that agent may do now, or why that is not enough. */
  private async starterOf(
    tx: Transaction,
    { agentId, keyId, ip, requestId }: AgentWork,
  ): Promise<Actor | { readonly problem: string }> {
    const held = await this.acting.find(tx.manager, { agentId, keyId }, tx.now);
    if (!held)
      return {
        problem: `Agent ${agentId}, who started it, was disabled or deleted, or the key of the request has ended`,
      };
    if (!held.permissions.has('users:manage'))
      return { problem: `Agent ${agentId}, who started it, lost the permission users:manage` };
    return { ...held, ip, requestId };
  }
}
