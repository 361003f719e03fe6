import { Inject, Injectable } from '@nestjs/common';
import { type ActivityChanges, ActivityLog, type ActivityType, changesBetween } from '@rollcall/activity';
import { type Actor, SecretBox } from '@rollcall/auth';
import { CONFIG, type Config } from '@rollcall/config';
import { type Transaction, Transactions } from '@rollcall/database';
import { Events, type EventType, TEST_EVENT } from '@rollcall/events';
import { DomainError, invalidField } from '@rollcall/kernel';
import { isPublicAddress, literalAddress } from '@rollcall/outgoing';

import { DeliveriesRepository } from './deliveries.repository.js';
import { randomSecret } from './signature.js';
import { type ExtraHeader, WebhookEntity } from './webhook.entity.js';

/** The fields of a webhook that its owner sets. */
export interface WebhookInput {
  readonly name: string;
  readonly url: string;
  readonly events: readonly EventType[];
  readonly headers: readonly ExtraHeader[];
  readonly isActive: boolean;
  /** Null for one made at random, or for the one that it has. */
  readonly secret: string | null;
}

/** A webhook with its secret, for the one answer that shows it. */
export interface IssuedWebhook {
  readonly webhook: WebhookEntity;
  readonly secret: string;
}

/** Says who is told of events. Whoever may do that may read everything that events tell. */
@Injectable()
export class Webhooks {
  constructor(
    private readonly transactions: Transactions,
    private readonly deliveries: DeliveriesRepository,
    private readonly box: SecretBox,
    private readonly events: Events,
    private readonly activity: ActivityLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The newest first. */
  async list(): Promise<WebhookEntity[]> {
    return this.transactions.reader.find(WebhookEntity, { order: { id: 'DESC' } });
  }

  /** @throws DomainError `webhook_not_found` */
  async get(id: number): Promise<WebhookEntity> {
    return (await this.transactions.reader.findOneBy(WebhookEntity, { id })) ?? webhookNotFound(id);
  }

  /** From now on it is told of events. @throws DomainError `invalid_input` for an address that is not public */
  async create(actor: Actor, { secret, ...input }: WebhookInput): Promise<IssuedWebhook> {
    this.assertAllowed(input.url);
    const shown = secret ?? randomSecret();
    return this.transactions.run(async (tx) => {
      const webhook = await tx.manager.save(
        tx.manager.create(WebhookEntity, {
          ...{ ...input, events: [...input.events], headers: [...input.headers], secret: this.box.seal(shown) },
          ...{ createdAt: tx.now, updatedAt: tx.now, createdBy: actor.agentId, hasTaken: false },
        }),
      );
      await this.record(tx, actor, 'webhook_created', webhook, changesBetween(null, fieldsOf(webhook)));
      return { webhook, secret: shown };
    });
  }

  /** Sets all fields; a secret that is null stays. @throws DomainError `webhook_not_found`, `invalid_input` for an address that is not public */
  async update(actor: Actor, id: number, { secret, ...input }: WebhookInput): Promise<WebhookEntity> {
    this.assertAllowed(input.url);
    return this.change(actor, id, () => ({
      ...{ ...input, events: [...input.events], headers: [...input.headers] },
      ...(secret === null ? {} : { secret: this.box.seal(secret), previousSecret: null, previousUntil: null }),
    }));
  }

  /** Switches it on or off. What happens while it is off is not sent later. @throws DomainError `webhook_not_found` */
  async toggle(actor: Actor, id: number): Promise<WebhookEntity> {
    return this.change(actor, id, ({ isActive }) => ({ isActive: !isActive }));
  }

  /** Gives it a new secret. The previous one signs too for so many seconds. @throws DomainError `webhook_not_found` */
  async rotate(actor: Actor, id: number, overlapSeconds: number): Promise<IssuedWebhook> {
    const secret = randomSecret();
    const webhook = await this.change(actor, id, ({ secret: previous }, { now }) => ({
      secret: this.box.seal(secret),
      previousSecret: previous,
      previousUntil: new Date(now.getTime() + overlapSeconds * 1_000),
    }));
    return { webhook, secret };
  }

  /** What was to be sent to it is not sent any more. @throws DomainError `webhook_not_found` */
  async delete(actor: Actor, id: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      const webhook = await lock(tx, id);
      await tx.manager.delete(WebhookEntity, { id });
      await this.record(tx, actor, 'webhook_deleted', webhook, changesBetween(fieldsOf(webhook), null));
    });
  }

  /** Has an event of no meaning sent to it, if it is switched on. @throws DomainError `webhook_not_found` */
  async test(actor: Actor, id: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      const { name } = await lock(tx, id);
      const subject = { type: 'webhook', id } as const;
      const changes = changesBetween({ name }, { name: `${name} (a test)` });
      const [eventId] = await this.events.record(tx, actor, { type: TEST_EVENT, subject, changes });
      if (eventId !== undefined)
        await this.deliveries.giveTo(tx, id, {
          ...{ id: eventId, type: TEST_EVENT, position: 0, subjectType: subject.type, subjectId: id },
        });
    });
  }

  /** Tells early; what a name stands for is looked at whenever something is sent. */
  private assertAllowed(url: string): void {
    const address = literalAddress(new URL(url).hostname);
    if (this.config.webhooks.privateNetworks || address === null || isPublicAddress(address)) return;
    throw invalidField(
      'url',
      'url must lead to an address of the public internet, not to this machine or a private network',
    );
  }

  private async change(
    actor: Actor,
    id: number,
    changesOf: (webhook: WebhookEntity, tx: Transaction) => Partial<WebhookEntity>,
  ): Promise<WebhookEntity> {
    return this.transactions.run(async (tx) => {
      const webhook = await lock(tx, id);
      const before = fieldsOf(webhook);
      // Whoever changes it has seen to the receiver.
      const health = { failures: 0, failingSince: null, resumeAt: null, leasedUntil: null };
      const changes = { ...changesOf(webhook, tx), ...health, updatedAt: tx.now };
      await tx.manager.update(WebhookEntity, { id }, changes);
      Object.assign(webhook, changes);
      await this.record(tx, actor, 'webhook_updated', webhook, changesBetween(before, fieldsOf(webhook)));
      return webhook;
    });
  }

  private async record(
    tx: Transaction,
    actor: Actor,
    type: ActivityType,
    { id, name }: WebhookEntity,
    changes: ActivityChanges,
  ): Promise<void> {
    const description = `${type.replace('webhook_', '')} webhook ${name} (#${id})`;
    await this.activity.record(tx, actor, { type, description, target: { type: 'webhook', id }, changes });
  }
}

/** What the activity log has of a webhook: not its secret. */
function fieldsOf({ name, url, events, headers, isActive, previousUntil }: WebhookEntity) {
  return { name, url, events, headers, isActive, previousSecretUntil: previousUntil };
}

async function lock({ manager }: Transaction, id: number): Promise<WebhookEntity> {
  const found = await manager.findOne(WebhookEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  return found ?? webhookNotFound(id);
}

function webhookNotFound(id: number): never {
  throw new DomainError('webhook_not_found', `There is no webhook ${id}`);
}
