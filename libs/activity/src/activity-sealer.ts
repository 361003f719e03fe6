import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '@rollcall/database';
import { IsNull } from 'typeorm';

import { ActivityChainEntity } from './activity-chain.entity.js';
import { ActivityEntity } from './activity.entity.js';
import { chainHash } from './chain-hash.js';

/** How many entries one transaction seals, and how many of these one call does; what follows is left to the next. */
const BATCH = 1_000;
const MAX_BATCHES = 20;

/** Puts entries into the chain, behind those who write them, so that no writer waits for another. */
@Injectable()
export class ActivitySealer {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Gives entries that have none a place at the end of the chain and a hash, in the order of their ids; one that is
   * committed late gets a later place. Returns how many these were. Any number of callers may do so at once: while one of
   * them is at it the others do nothing.
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

  private async sealBatch({ manager }: Transaction): Promise<number> {
    const head = await manager.findOne(ActivityChainEntity, {
      where: {},
      lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
    });
    if (!head) return 0;
    const entries = await manager.find(ActivityEntity, {
      where: { chainPosition: IsNull() },
      order: { id: 'ASC' },
      take: BATCH,
    });
    if (entries.length === 0) return 0;
    const seals = entries.map((entry) => {
      head.headPosition++;
      head.headHash = chainHash(head.headHash, entry);
      return { id: entry.id, position: head.headPosition, hash: head.headHash };
    });
    await manager.query(
      `UPDATE activity_log SET chain_position = s.place, chain_hash = s.hash
       FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS s(id, place, hash)
       WHERE activity_log.id = s.id`,
      [seals.map(({ id }) => id), seals.map(({ position }) => position), seals.map(({ hash }) => hash)],
    );
    await manager.save(ActivityChainEntity, head);
    return entries.length;
  }
}
