import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

import type { EventChanges, EventSubject, EventType, TEST_EVENT } from './event-types.js';

/** Something that happened, for those who want to hear of it. */
@Entity('events')
@Index('events_unplaced', ['id'], { where: "((position IS NULL) AND (type <> 'webhook.test'::text))" })
export class EventEntity {
  /** In the order in which events were written; of one subject, that is the order in which they happened. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'events_pkey' })
  id!: number;

  /** The name of the event, by which receivers see that they have it already. */
  @Column({ type: 'uuid' })
  uuid!: string;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'text' })
  type!: EventType | typeof TEST_EVENT;

  @Column({ name: 'subject_type', type: 'text' })
  subjectType!: EventSubject;

  @Column({ name: 'subject_id', type: 'bigint' })
  subjectId!: number;

  /** Null when the system acted by itself, or when nobody knows who it was. */
  @Column({ name: 'actor_id', type: 'bigint', nullable: true })
  actorId!: number | null;

  /** The key that the actor used; it may not exist any more. */
  @Column({ name: 'key_id', type: 'bigint', nullable: true })
  keyId!: number | null;

  @Column({ name: 'request_id', type: 'text', nullable: true })
  requestId!: string | null;

  /** The span in which it happened, as W3C Trace Context writes it; null without a trace. */
  @Column({ type: 'text', nullable: true })
  traceparent!: string | null;

  @Column({ type: 'jsonb' })
  changes!: EventChanges;

  /** Its place in the feed, from 1 without gaps; null until it has one. The event of a test never has one. */
  @Index('events_position_unique', { unique: true, where: '("position" IS NOT NULL)' })
  @Column({ type: 'bigint', nullable: true })
  position!: number | null;
}
