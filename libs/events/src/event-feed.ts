import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import { deleteInBatches, type Transaction, Transactions } from '@rollcall/database';
import { Clock, DomainError } from '@rollcall/kernel';
import { DataSource, type EntityManager, In, MoreThan } from 'typeorm';

import { EventEntity } from './event.entity.js';
import { EventFeedEntity } from './event-feed.entity.js';

/** How many events one transaction puts into the feed, and how many one statement removes. */
const BATCH = 1_000;
const DAY_MS = 86_400_000;

/** Events that no other statement gives a position. */
const UNPLACED = "position IS NULL AND type <> 'webhook.test'";

/**
 * All events in one order that never changes: none is added before one that was read. An event gets its position when its
 * transaction has committed, from whoever asks next; positions have no gaps.
 */
@Injectable()
export class EventFeed {
  private readonly keptMs: number;

  constructor(
    private readonly transactions: Transactions,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.keptMs = config.events.keptDays * DAY_MS;
  }

  /** The position of the newest event; 0 if there has been none. Everything that was committed before the call has one. */
  async end(): Promise<number> {
    await this.place();
    const { lastPosition } = await this.dataSource.manager.findOneByOrFail(EventFeedEntity, { onlyOne: true });
    return lastPosition;
  }

  /**
   * The events after a position, in their order, at most so many; from the oldest that is kept when it is null.
   * Everything that was committed before the call is among them or after them.
   * @throws DomainError `cursor_expired` when events after the position are not kept any more, or the feed never had it
   */
  async after(position: number | null, limit: number): Promise<EventEntity[]> {
    const end = await this.end();
    const events = await this.read(this.dataSource.manager, position ?? 0, limit);
    const isKept = position === null || position === end || (position < end && events[0]?.position === position + 1);
    if (isKept) return events;
    throw new DomainError(
      'cursor_expired',
      'Events after this cursor are not kept any more; read the directory anew and begin without a cursor',
    );
  }

  /** The events after a position in a transaction of the caller. */
  async read(manager: EntityManager, position: number, limit: number): Promise<EventEntity[]> {
    return manager.find(EventEntity, {
      where: { position: MoreThan(position) },
      order: { position: 'ASC' },
      take: limit,
    });
  }

  /** The events with these ids that are kept, by id. */
  async byIds(ids: readonly number[]): Promise<ReadonlyMap<number, EventEntity>> {
    const events = await this.transactions.reader.findBy(EventEntity, { id: In([...ids]) });
    return new Map(events.map((event) => [event.id, event]));
  }

  /** Removes the events that were kept for as long as the configuration says. */
  async sweep(): Promise<void> {
    await this.place();
    const time = new Date(this.clock.now().getTime() - this.keptMs);
    await deleteInBatches(
      this.dataSource.manager,
      'DELETE FROM events WHERE id IN (SELECT id FROM events ORDER BY id LIMIT $1) AND created_at < $2',
      time,
    );
  }

  /** Gives each event a position that has none. Callers take turns. */
  private async place(): Promise<void> {
    for (let count = BATCH; count === BATCH;) {
      const [{ waiting }]: [{ waiting: boolean }] = await this.dataSource.query(
        `SELECT EXISTS (SELECT FROM events WHERE ${UNPLACED}) AS waiting`,
      );
      count = waiting ? await this.transactions.run((tx) => this.placeBatch(tx)) : 0;
    }
  }

  private async placeBatch({ manager }: Transaction): Promise<number> {
    // The next statement sees what the one before in turn has committed.
    const { lastPosition } = await manager.findOneOrFail(EventFeedEntity, {
      where: { onlyOne: true },
      lock: { mode: 'pessimistic_write' },
    });
    const [, count]: [unknown, number] = await manager.query(
      `UPDATE events SET position = placed.position FROM (
         SELECT id, $1 + row_number() OVER (ORDER BY id) AS position
         FROM (SELECT id FROM events WHERE ${UNPLACED} ORDER BY id LIMIT $2) AS unplaced
       ) AS placed WHERE events.id = placed.id`,
      [lastPosition, BATCH],
    );
    await manager.update(EventFeedEntity, { onlyOne: true }, { lastPosition: lastPosition + count });
    return count;
  }
}
