import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An event that Stripe has sent, kept so that its repetitions are known as such. */
@Entity('stripe_events')
export class StripeEventEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'stripe_events_pkey' })
  id!: string;

  @Column({ type: 'text' })
  type!: string;

  @Column({ name: 'customer_id', type: 'text', nullable: true })
  customerId!: string | null;

  /** When it happened, as Stripe says. */
  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Index('stripe_events_by_time')
  @Column({ name: 'received_at', type: 'timestamptz', precision: 3 })
  receivedAt!: Date;
}
