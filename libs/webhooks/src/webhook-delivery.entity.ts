import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** `failed` is what was tried for a day in vain; it is kept, and may be sent again. */
export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What is kept of an attempt. */
export interface PastAttempt {
  /** In ISO 8601. */
  readonly at: string;
  readonly durationMs: number;
  readonly status: number | null;
  readonly answer: string | null;
  readonly error: string | null;
}

/** An event that is to be sent to a webhook, or was. */
@Entity('webhook_deliveries')
@Index('webhook_deliveries_by_time', ['createdAt', 'state'])
@Index('webhook_deliveries_unique', ['webhookId', 'eventId'], { unique: true })
@Index('webhook_deliveries_due', ['webhookId', 'nextAttemptAt'], { where: "(state = 'pending'::text)" })
@Index('webhook_deliveries_order', ['webhookId', 'subject', 'position'], { where: "(state = 'pending'::text)" })
export class WebhookDeliveryEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'webhook_deliveries_pkey' })
  id!: number;

  @Column({ name: 'webhook_id', type: 'bigint' })
  webhookId!: number;

  @Index('webhook_deliveries_event')
  @Column({ name: 'event_id', type: 'bigint' })
  eventId!: number;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  /** That of the event; 0 for a test. */
  @Column({ type: 'bigint' })
  position!: number;

  /** What the event is about, as `agent:9`. What is about the same is sent in the order of positions. */
  @Column({ type: 'text' })
  subject!: string;

  @Column({ type: 'text' })
  state!: DeliveryState;

  /** Since it was last asked for. */
  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  @Column({ name: 'next_attempt_at', type: 'timestamptz', precision: 3 })
  nextAttemptAt!: Date;

  /** An attempt that fails after this is the last. */
  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3 })
  expiresAt!: Date;

  @Column({ name: 'attempted_at', type: 'timestamptz', precision: 3, nullable: true })
  attemptedAt!: Date | null;

  @Column({ name: 'duration_ms', type: 'integer', nullable: true })
  durationMs!: number | null;

  @Column({ type: 'text', nullable: true })
  url!: string | null;

  /** Null when there was no answer. */
  @Column({ type: 'integer', nullable: true })
  status!: number | null;

  /** The first 4 KB of the body. */
  @Column({ type: 'text', nullable: true })
  answer!: string | null;

  /** The last twenty attempts, the oldest first. */
  @Column({ name: 'attempts_made', type: 'jsonb', default: [] })
  attemptsMade!: PastAttempt[];

  /** Why there was no answer, or why it does not count. */
  @Column({ type: 'text', nullable: true })
  error!: string | null;
}
