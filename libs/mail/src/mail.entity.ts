import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

import type { MailTemplate } from './mail-catalogue.js';

/** `queued` until it is sent; `failed` when nobody will try again by themselves. */
export type MailStatus = 'queued' | 'sent' | 'failed';

/** A mail to an agent and what became of it. Its text is made when it is sent, and kept nowhere. */
@Entity('mails')
@Check('mails_status_known', "status IN ('queued', 'sent', 'failed')")
@Index('mails_agent', ['agentId', 'id'])
@Index('mails_by_time', ['createdAt', 'status'])
export class MailEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'mails_pkey',
  })
  id!: number;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ name: 'agent_id', type: 'bigint' })
  agentId!: number;

  /** The address it was sent to last, or will be sent to as things stand. */
  @Column({ type: 'text' })
  recipient!: string;

  @Column({ type: 'text' })
  template!: MailTemplate;

  @Column({ type: 'text' })
  status!: MailStatus;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  /**
   * The job that sends it, so that the job can be dropped with the mail; null for mails of versions that did not
   * store it.
   */
  @Column({ name: 'job_id', type: 'uuid', nullable: true })
  jobId!: string | null;

  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError!: string | null;

  @Column({ name: 'sent_at', type: 'timestamptz', precision: 3, nullable: true })
  sentAt!: Date | null;
}
