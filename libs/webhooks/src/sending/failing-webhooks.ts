import { Injectable } from '@nestjs/common';
import { ActivityLog, changesBetween } from '@rollcall/activity';
import { type Transaction, Transactions } from '@rollcall/database';
import { AGENTS } from '@rollcall/identity';
import { Clock } from '@rollcall/kernel';
import { Mails } from '@rollcall/mail';
import { LessThanOrEqual, MoreThanOrEqual } from 'typeorm';

import { DeliveriesRepository } from '../deliveries.repository.js';
import { WebhookEntity } from '../webhook.entity.js';
import { QUIET_MS } from './webhook-sender.js';

/**
 * A webhook that has taken nothing for so many days, while something was sent to it again and again, is switched off. One event that
 * it refuses is tried for a day, and is no reason.
 */
const PATIENCE_DAYS = 3;
const DAY_MS = 86_400_000;
const GIVEN_UP = `The webhook was switched off, since it had taken nothing for ${PATIENCE_DAYS} days`;

/** Switches webhooks off whose receivers fail for days, and tells who made them. */
@Injectable()
export class FailingWebhooks {
  constructor(
    private readonly transactions: Transactions,
    private readonly deliveries: DeliveriesRepository,
    private readonly activity: ActivityLog,
    private readonly mails: Mails,
    private readonly clock: Clock,
  ) {}

  async switchOff(): Promise<void> {
    const since = new Date(this.clock.now().getTime() - PATIENCE_DAYS * DAY_MS);
    const lately = new Date(this.clock.now().getTime() - QUIET_MS);
    const failing = { isActive: true, failingSince: LessThanOrEqual(since), resumeAt: MoreThanOrEqual(lately) };
    for (const { id } of await this.transactions.reader.findBy(WebhookEntity, failing))
      await this.transactions.run(async (tx) => {
        const found = await tx.manager.findOne(WebhookEntity, {
          where: { id, ...failing },
          lock: { mode: 'pessimistic_write' },
        });
        if (found) await this.end(tx, found);
      });
  }

  private async end(tx: Transaction, { id, name, createdBy }: WebhookEntity): Promise<void> {
    const off = { isActive: false, failures: 0, failingSince: null, resumeAt: null, updatedAt: tx.now };
    await tx.manager.update(WebhookEntity, { id }, off);
    await this.deliveries.giveUp(tx, id, GIVEN_UP);
    await this.activity.record(tx, null, {
      type: 'webhook_switched_off',
      description: `switched off webhook ${name} (#${id}), which had taken nothing for ${PATIENCE_DAYS} days`,
      target: { type: 'webhook', id },
      changes: changesBetween({ isActive: true }, { isActive: false }),
    });
    const [maker]: { email: string | null; deleted: boolean }[] = await tx.manager.query(
      `SELECT agent.email, agent.deleted FROM ${AGENTS} agent WHERE agent.id = $1`,
      [createdBy],
    );
    if (maker?.email && !maker.deleted)
      await this.mails.queueWebhookSwitchedOff(tx, { id: createdBy, email: maker.email });
  }
}
