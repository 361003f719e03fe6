import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '@rollcall/database';

import { ActivityChainEntity } from './activity-chain.entity.js';
import { chainHash, entryDigest } from './chain-hash.js';

/** How many entries one transaction seals, and how many one call seals. The next call seals the rest. */
const BATCH = 1_000;
const MAX_BATCHES = 20;

/**
 * The last time at which every entry was sealed. The statement reads it from the database, so that no format setting
 * can change it.
 */
const CAUGHT_UP = '(SELECT caught_up_at FROM activity_chain)';

/** The next entries to seal. */
const UNSEALED = `SELECT id, ${entryDigest(CAUGHT_UP, 'now()::timestamptz(3)')} AS digest
  FROM activity_log WHERE chain_position IS NULL ORDER BY id LIMIT ${BATCH}`;

/** Puts entries into the chain after they were written, so that no writer waits for another. */
@Injectable()
export class ActivitySealer {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Gives each unsealed entry a hash and a place at the end of the chain, in the order of their ids. An entry that is
   * committed late gets a later place. Any number of callers may run it at once: one seals, and the others return 0.
   * @returns how many entries were sealed
   * @throws Error when the row that says where the chain ends is missing
   */
  async seal(): Promise<number> {
    let total = 0;
    for (let batches = 0; batches < MAX_BATCHES; batches++) {
      const count = await this.transactions.run((tx) => this.sealBatch(tx));
      total += count;
      if (count < BATCH) break;
    }
    return total;
  }

  /** When the oldest entry was written that is not sealed; null when all are. */
  async oldestUnsealed(): Promise<Date | null> {
    const [oldest]: { at: Date }[] = await this.transactions.reader.query(
      'SELECT created_at AS at FROM activity_log WHERE chain_position IS NULL ORDER BY id LIMIT 1',
    );
    return oldest?.at ?? null;
  }

  private async sealBatch({ manager }: Transaction): Promise<number> {
    const chain = await manager.findOne(ActivityChainEntity, {
      where: {},
      lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
    });
    if (!chain) {
      if (await manager.exists(ActivityChainEntity)) return 0;
      throw new Error(
        'The row of activity_chain is gone; put it back with the head that npm run verify-activity prints',
      );
    }
    const entries = await manager.query<{ id: number; digest: Buffer }[]>(UNSEALED);
    let { headPosition, headHash } = chain;
    const seals = entries.map(({ id, digest }) => {
      headPosition++;
      headHash = chainHash(headHash, digest);
      return { id, position: headPosition, hash: headHash };
    });
    if (seals.length > 0)
      await manager.query(
        `UPDATE activity_log SET chain_position = s.place, chain_hash = s.hash, sealed_after = ${CAUGHT_UP}, sealed_at = now()
       FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS s(id, place, hash)
       WHERE activity_log.id = s.id`,
        [seals.map(({ id }) => id), seals.map(({ position }) => position), seals.map(({ hash }) => hash)],
      );
    const caughtUp = entries.length < BATCH ? { caughtUpAt: () => 'now()' } : {};
    await manager.update(ActivityChainEntity, { onlyOne: true }, { headPosition, headHash, ...caughtUp });
    return entries.length;
  }
}
