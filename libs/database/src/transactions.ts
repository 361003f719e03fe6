import { AsyncLocalStorage } from 'node:async_hooks';

import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock } from '@rollcall/kernel';
import { DataSource, type EntityManager } from 'typeorm';

import { isWorthAnotherTry, violatedConstraint } from './database-errors.js';

/** A database transaction under way, and what is to happen once it is committed. */
export interface Transaction {
  readonly manager: EntityManager;
  /** The one moment at which everything in this transaction happens. */
  readonly now: Date;
  /** Runs `task` after the commit, or never. Nobody waits for it and its failure is only logged. */
  afterCommit(task: () => Promise<void>): void;
}

const MAX_TRIES = 4;

/** Set within what runs in a transaction. */
const underWay = new AsyncLocalStorage<true>();

/**
 * Everything that asks somebody outside of the database calls this first: while a transaction waits for an answer from
 * elsewhere, its rows and its connection are held, and all others wait as well. Claim in a short transaction, call, and
 * confirm in another.
 * @throws Error naming the call when a transaction is under way
 */
export function assertNoTransaction(call: string): void {
  if (underWay.getStore()) throw new Error(`${call} inside a database transaction; call before or after it`);
}

/** Makes the error that stands for the violation of a constraint, by the constraint's name; nothing is made while all goes well. */
export type Conflicts = Readonly<Record<string, () => Error>>;

/** Runs work in transactions. */
@Injectable()
export class Transactions implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Transactions.name);
  private readonly pending = new Set<Promise<void>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** For reads that need no transaction. */
  get reader(): EntityManager {
    return this.dataSource.manager;
  }

  /**
   * Commits everything `work` did, or nothing of it, and returns what it returned. When PostgreSQL gave the transaction
   * up for the sake of a concurrent one, or of a migration, `work` is run again from the start: it must have no effect outside of it.
   */
  async run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const tasks: (() => Promise<void>)[] = [];
      try {
        const result = await this.dataSource.transaction((manager) =>
          underWay.run(true, () => work({ manager, now: this.clock.now(), afterCommit: (task) => tasks.push(task) })),
        );
        for (const task of tasks) this.runAfterCommit(task);
        return result;
      } catch (error) {
        if (tries >= MAX_TRIES || !isWorthAnotherTry(error)) throw error;
      }
    }
  }

  /** Like {@link run}; a violated constraint that is among the conflicts fails it with the error that stands for it. */
  async runOr<T>(conflicts: Conflicts, work: (tx: Transaction) => Promise<T>): Promise<T> {
    try {
      return await this.run(work);
    } catch (error) {
      throw conflicts[violatedConstraint(error) ?? '']?.() ?? error;
    }
  }

  /** Waits for the tasks that commits have started. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.pending);
  }

  private runAfterCommit(task: () => Promise<void>): void {
    const running = task()
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'A task behind a commit failed');
      })
      .finally(() => this.pending.delete(running));
    this.pending.add(running);
  }
}
