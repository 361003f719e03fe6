import type { EventType } from '@rollcall/events';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** What a webhook may ask for beside the headers of the Standard Webhooks specification. */
export const EXTRA_HEADERS = ['X-Libredesk-Signature'] as const;

export type ExtraHeader = (typeof EXTRA_HEADERS)[number];

/** A receiver of events. */
@Entity('webhooks')
export class WebhookEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'webhooks_pkey' })
  id!: number;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  /** The agent that made it, which gets a mail when it is switched off. */
  @Column({ name: 'created_by', type: 'bigint' })
  createdBy!: number;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  url!: string;

  @Column({ type: 'jsonb' })
  events!: EventType[];

  @Column({ type: 'jsonb' })
  headers!: ExtraHeader[];

  /** Sealed. */
  @Column({ type: 'text' })
  secret!: string;

  /** The secret before the last rotation, sealed; it signs too until `previousUntil`. */
  @Column({ name: 'previous_secret', type: 'text', nullable: true })
  previousSecret!: string | null;

  @Column({ name: 'previous_until', type: 'timestamptz', precision: 3, nullable: true })
  previousUntil!: Date | null;

  @Column({ name: 'is_active', type: 'boolean' })
  isActive!: boolean;

  /** How often it failed since it last took something. */
  @Column({ type: 'integer', default: 0 })
  failures!: number;

  /** Whether it has ever taken anything. The default is for webhooks that are older than this column. */
  @Column({ name: 'has_taken', type: 'boolean', default: true })
  hasTaken!: boolean;

  @Column({ name: 'failing_since', type: 'timestamptz', precision: 3, nullable: true })
  failingSince!: Date | null;

  /** Until then nothing is sent, since it failed. */
  @Column({ name: 'resume_at', type: 'timestamptz', precision: 3, nullable: true })
  resumeAt!: Date | null;

  /** Until then a job is at work on its deliveries. */
  @Column({ name: 'leased_until', type: 'timestamptz', precision: 3, nullable: true })
  leasedUntil!: Date | null;
}
