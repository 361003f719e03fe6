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

/** Set while work runs in a transaction. */
const underWay = new AsyncLocalStorage<true>();

/** The transaction of one `runAsOne`, and the tasks that follow its commit. */
interface Shared {
  readonly transaction: SharedTransaction;
  readonly tasks: (() => Promise<void>)[];
}

/** Set while work runs in `runAsOne`. */
const sharing = new AsyncLocalStorage<Shared>();

/**
 * Code that calls a service outside of the database calls this first. While a transaction waits for such an answer,
 * it holds its rows and its connection, and others wait for them. Claim the work in a short transaction, call, and
 * confirm in another transaction.
 * @throws Error naming the call when a transaction is under way
 */
export function assertNoTransaction(call: string): void {
  if (underWay.getStore() ?? sharing.getStore()?.transaction.manager)
    throw new Error(`${call} inside a database transaction; call before or after it`);
}

/** Makes the error that stands for a violated constraint, by the constraint's name. */
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
   * Commits everything that `work` did, or nothing, and returns its result. When PostgreSQL gave up the transaction
   * because of a concurrent one or a migration, `work` runs again from the start: it must have no effect outside of
   * the transaction.
   */
  async run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const tasks: (() => Promise<void>)[] = [];
      const shared = sharing.getStore();
      // Within `runAsOne` this transaction is a savepoint.
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

  /**
   * Like {@link run}. When a constraint of `conflicts` is violated, it throws the error that stands for the
   * constraint.
   */
  async runOr<T>(conflicts: Conflicts, work: (tx: Transaction) => Promise<T>): Promise<T> {
    try {
      return await this.run(work);
    } catch (error) {
      throw conflicts[violatedConstraint(error) ?? '']?.() ?? error;
    }
  }

  /**
   * Runs `work`, and makes all its {@link run}s one transaction together with `last`, which gets the result of
   * `work`: all of that is committed, or nothing. The transaction begins with the first `run`, and `first` runs in it
   * before that. What `work` does earlier, such as hashing a password, holds no connection. When `work` throws a
   * `DomainError`, the `run`s that had ended stay committed, as they do otherwise, and `last` does not run.
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
