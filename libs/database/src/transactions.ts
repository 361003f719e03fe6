import { AsyncLocalStorage } from 'node:async_hooks';

import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock, DomainError } from '@rollcall/kernel';
import { DataSource, type EntityManager } from 'typeorm';

import { isWorthAnotherTry, violatedConstraint } from './database-errors.js';
import { SharedTransaction } from './shared-transaction.js';

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

/** What `runAsOne` runs, and the tasks that are to follow its commit. */
interface Shared {
  readonly transaction: SharedTransaction;
  readonly tasks: (() => Promise<void>)[];
}

/** Set within what runs as one. */
const sharing = new AsyncLocalStorage<Shared>();

/**
 * Everything that asks somebody outside of the database calls this first: while a transaction waits for an answer from
 * elsewhere, its rows and its connection are held, and all others wait as well. Claim in a short transaction, call, and
 * confirm in another.
 * @throws Error naming the call when a transaction is under way
 */
export function assertNoTransaction(call: string): void {
  if (underWay.getStore() ?? sharing.getStore()?.transaction.manager)
    throw new Error(`${call} inside a database transaction; call before or after it`);
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
    return sharing.getStore()?.transaction.manager ?? this.dataSource.manager;
  }

  /**
   * Commits everything `work` did, or nothing of it, and returns what it returned. When PostgreSQL gave the transaction
   * up for the sake of a concurrent one, or of a migration, `work` is run again from the start: it must have no effect outside of it.
   */
  async run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const tasks: (() => Promise<void>)[] = [];
      const shared = sharing.getStore();
      // Within another transaction this one is a savepoint.
      const place = shared ? await shared.transaction.open() : this.dataSource;
      try {
        const result = await place.transaction((manager) =>
          underWay.run(true, () => work({ manager, now: this.clock.now(), afterCommit: (task) => tasks.push(task) })),
        );
        if (shared) shared.tasks.push(...tasks);
        else this.startAfterCommit(tasks);
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

  /**
   * Does `work` with all its {@link run}s in one transaction, so that what they do is there together with what `last` makes
   * of the result of `work`, or nothing of it is. It begins with the first `run`, and with `first` before that; what `work`
   * does up to then, such as hashing a password, holds no connection. When a rule of the domain refuses something, the
   * `run`s that had ended by then stay done, as they do otherwise, and `last` is left out.
   */
  async runAsOne<T>(
    work: () => Promise<T>,
    first: (manager: EntityManager) => Promise<void>,
    last: (manager: EntityManager, result: T) => Promise<void>,
  ): Promise<T> {
    const shared: Shared = { transaction: new SharedTransaction(this.dataSource, first), tasks: [] };
    try {
      const result = await sharing.run(shared, work);
      await last(await shared.transaction.open(), result);
      await shared.transaction.end('commit');
      this.startAfterCommit(shared.tasks);
      return result;
    } catch (error) {
      const refused = error instanceof DomainError;
      await shared.transaction.end(refused ? 'commit' : 'rollback');
      if (refused) this.startAfterCommit(shared.tasks);
      throw error;
    }
  }

  /** Waits for the tasks that commits have started. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.pending);
  }

  private startAfterCommit(tasks: readonly (() => Promise<void>)[]): void {
    for (const task of tasks) {
      const running = task()
        .catch((error: unknown) => {
          this.logger.warn({ err: error }, 'A task behind a commit failed');
        })
        .finally(() => this.pending.delete(running));
      this.pending.add(running);
    }
  }
}
