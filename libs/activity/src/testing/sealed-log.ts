import { SystemClock } from '@rollcall/kernel';
import { dataSourceOptions, Transactions } from '@rollcall/database';
import { createTestDatabase } from '@rollcall/testing';
import { DataSource } from 'typeorm';

import { ActivityChainEntity } from '../activity-chain.entity.js';
import { ActivityEntity } from '../activity.entity.js';
import { ActivityLog } from '../activity-log.js';
import { ActivitySealer } from '../activity-sealer.js';
import { type ChainHead, type ChainVerification, verifyChain } from '../verify-chain.js';

/** An activity log on a database of its own, with its writer, sealer and verifier. */
export class SealedLog {
  readonly log = new ActivityLog();
  readonly transactions: Transactions;
  readonly sealer: ActivitySealer;

  private constructor(
    private readonly dataSource: DataSource,
    private readonly dropDatabase: () => Promise<void>,
  ) {
    this.transactions = new Transactions(dataSource, new SystemClock());
    this.sealer = new ActivitySealer(this.transactions);
  }

  static async start(): Promise<SealedLog> {
    const database = await createTestDatabase();
    const dataSource = await new DataSource({
      ...dataSourceOptions(database.url),
      entities: [ActivityChainEntity, ActivityEntity],
    }).initialize();
    return new SealedLog(dataSource, () => database.drop());
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
    await this.dropDatabase();
  }

  /** Adds entries in one transaction, which ends after `hold`. */
  async write(count = 1, hold: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await this.transactions.run(async (tx) => {
      const entry = { type: 'team_updated', description: 'Changed', target: { type: 'team', id: 1 } } as const;
      const entries = Array.from({ length: count }, () => ({
        ...entry,
        changes: {
          b: { before: 1, after: { y: 1, x: [null] } },
          n: { before: null, after: Number.MAX_SAFE_INTEGER },
        },
      }));
      await this.log.record(tx, { agentId: null, ip: '192.0.2.1', keyId: 7, requestId: 'r' }, ...entries);
      await hold();
    });
  }

  async rows(sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    return this.dataSource.query<Record<string, unknown>[]>(sql, [...values]);
  }

  async verify(kept: ChainHead | null = null): Promise<ChainVerification & { readonly told: readonly string[] }> {
    const told: string[] = [];
    const verification = await this.dataSource.transaction('REPEATABLE READ', (manager) =>
      verifyChain(manager, kept, (finding) => told.push(finding)),
    );
    return { ...verification, told };
  }
}
