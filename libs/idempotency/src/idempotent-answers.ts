import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import { deleteInBatches, Transactions } from '@rollcall/database';
import { Clock, DomainError, openText, sealText } from '@rollcall/kernel';
import type { EntityManager } from 'typeorm';

import type { Slot } from './slot.js';

/** An answer as it was sent. */
export interface KeptAnswer {
  /** A hash of the request that it answers. */
  readonly request: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}

/** Another request was answered after this one looked for an answer and before it claimed the slot. */
export class AlreadyAnswered extends Error {
  constructor(readonly answer: KeptAnswer) {
    super('The request was answered meanwhile');
  }
}

const HOUR_MS = 3_600_000;

/**
 * The first answers to requests that carry an `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07), for as long as
 * the configuration says. They are written in the transaction of the change itself.
 */
@Injectable()
export class IdempotentAnswers {
  private readonly keptMs: number;

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.keptMs = config.idempotencyHours * HOUR_MS;
  }

  /** The answer that was given, or null. */
  async find(slot: Slot, manager: EntityManager = this.transactions.reader): Promise<KeptAnswer | null> {
    const [row]: [{ answer: Buffer } | undefined] = await manager.query(
      'SELECT answer FROM idempotent_answers WHERE id = $1 AND created_at > $2',
      [slot.id, this.oldest()],
    );
    return row ? (JSON.parse(openText(slot.secret, row.answer)) as KeptAnswer) : null;
  }

  /**
   * Takes the slot for the manager's transaction. Nobody waits for it.
   * @throws DomainError `request_in_progress` when another transaction has it
   * @throws AlreadyAnswered when another transaction has just given the answer
   */
  async claim(slot: Slot, manager: EntityManager): Promise<void> {
    const [row]: [{ taken: boolean }] = await manager.query('SELECT pg_try_advisory_xact_lock($1) AS taken', [
      slot.id.readBigInt64BE().toString(),
    ]);
    if (!row.taken)
      throw new DomainError(
        'request_in_progress',
        'The first request with this Idempotency-Key is still being served; try again in a second',
      );
    const answer = await this.find(slot, manager);
    if (answer) throw new AlreadyAnswered(answer);
  }

  /** Keeps the answer as part of the manager's transaction, which has claimed the slot. */
  async keep(slot: Slot, answer: KeptAnswer, manager: EntityManager): Promise<void> {
    await manager.query(
      `INSERT INTO idempotent_answers (id, created_at, answer) VALUES ($1, $2, $3)
       ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at, answer = excluded.answer`,
      [slot.id, this.clock.now(), sealText(slot.secret, JSON.stringify(answer))],
    );
  }

  /** Removes answers that were kept for long enough. */
  async sweep(): Promise<void> {
    await deleteInBatches(
      this.transactions.reader,
      `DELETE FROM idempotent_answers WHERE id IN (
         SELECT id FROM idempotent_answers WHERE created_at <= $2 ORDER BY created_at LIMIT $1)`,
      this.oldest(),
    );
  }

  /** Answers that were given before this time are no longer kept. */
  private oldest(): Date {
    return new Date(this.clock.now().getTime() - this.keptMs);
  }
}
