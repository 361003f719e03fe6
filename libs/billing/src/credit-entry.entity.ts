import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/**
 * One line of the ledger of credits, which only ever grows: a grant of a plan for a cycle, above zero, or a use under a
 * key of the caller's, below.
 */
@Entity('credit_entries')
@Index('credit_entries_grant_unique', ['agentId', 'billingPlanId', 'cycle', 'credit'], { unique: true })
@Index('credit_entries_by_time', ['agentId', 'createdAt', 'id'])
@Index('credit_entries_use_unique', ['agentId', 'key'], { unique: true })
export class CreditEntryEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'credit_entries_pkey' })
  id!: number;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ name: 'agent_id', type: 'bigint' })
  agentId!: number;

  @Column({ type: 'text' })
  credit!: string;

  @Column({ type: 'bigint' })
  amount!: number;

  @Column({ name: 'billing_plan_id', type: 'uuid', nullable: true })
  billingPlanId!: string | null;

  /** When the cycle began that a grant is for. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  cycle!: Date | null;

  /** Makes a use happen once, however often it is asked for. */
  @Column({ type: 'text', nullable: true })
  key!: string | null;
}
