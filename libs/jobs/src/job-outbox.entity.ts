import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * A job that was promised in a transaction and is not done yet: the row is the truth, BullMQ is the delivery. It is
 * deleted when the job has run, and kept with `failedAt` when the job has failed for good.
 */
@Entity('job_outbox')
export class JobOutboxEntity {
  /** Also the id of the BullMQ job, so that a row put on the queue twice is one job. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'job_outbox_pkey' })
  id!: string;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'jsonb' })
  payload!: unknown;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError!: string | null;

  /** When the sweeper is to put the job on its queue, again if need be. */
  @Index('job_outbox_due', { where: '(failed_at IS NULL)' })
  @Column({ name: 'sweep_at', type: 'timestamptz', precision: 3 })
  sweepAt!: Date;

  /** When a worker began the attempt that is under way; null between attempts. It stays when the worker dies, until the next one begins. */
  @Column({ name: 'started_at', type: 'timestamptz', precision: 3, nullable: true })
  startedAt!: Date | null;

  @Column({ name: 'failed_at', type: 'timestamptz', precision: 3, nullable: true })
  failedAt!: Date | null;

  /** The span in which it was promised, as W3C Trace Context writes it; null without a trace. */
  @Column({ type: 'text', nullable: true })
  traceparent!: string | null;

  /** The request that led to it; null when none did. */
  @Column({ name: 'request_id', type: 'text', nullable: true })
  requestId!: string | null;
}
