import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/** One transaction for all that `Transactions.runAsOne` runs. It begins when it is first needed. */
export class SharedTransaction {
  private begun: Promise<QueryRunner> | undefined;
  private runner: QueryRunner | undefined;

  /** `first` runs in the transaction before anything else. */
  constructor(
    private readonly dataSource: DataSource,
    private readonly first: (manager: EntityManager) => Promise<void>,
  ) {}

  /** Undefined until it has begun. */
  get manager(): EntityManager | undefined {
    return this.runner?.manager;
  }

  /** Begins it, once. @throws whatever `first` throws, each time */
  async open(): Promise<EntityManager> {
    this.begun ??= this.begin();
    return (await this.begun).manager;
  }

  /**
   * Commits the transaction or rolls it back, and releases its connection. Does nothing if the transaction has not
   * begun. A rollback that fails is not reported: PostgreSQL rolls back when the connection ends, and the caller has the
   * error that came first.
   */
  async end(how: 'commit' | 'rollback'): Promise<void> {
    const { runner } = this;
    if (!runner) return;
    try {
      await (how === 'commit' ? runner.commitTransaction() : runner.rollbackTransaction().catch(() => undefined));
    } finally {
      await runner.release();
    }
  }

  private async begin(): Promise<QueryRunner> {
    const runner = this.dataSource.createQueryRunner();
    this.runner = runner;
    await runner.startTransaction();
    await this.first(runner.manager);
    return runner;
  }
}
