import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** The kinds of second factor: an app that shows a new code every 30 seconds (RFC 6238). */
export const FACTOR_KINDS = ['totp'] as const;

export type FactorKind = (typeof FACTOR_KINDS)[number];

/** A second factor of an agent. */
@Entity('second_factors')
export class SecondFactorEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'second_factors_pkey' })
  id!: number;

  @Index('second_factors_agent')
  @Column({ name: 'agent_id', type: 'bigint' })
  agentId!: number;

  @Column({ type: 'text' })
  kind!: FactorKind;

  /** What its owner calls it. */
  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  /** When its owner showed that it works; null until then, when it counts for nothing. */
  @Column({ name: 'confirmed_at', type: 'timestamptz', precision: 3, nullable: true })
  confirmedAt!: Date | null;

  @Column({ name: 'last_used_at', type: 'timestamptz', precision: 3, nullable: true })
  lastUsedAt!: Date | null;

  /** Sealed. */
  @Column({ type: 'text' })
  secret!: string;

  /** The time step of the last code that was taken: codes of this step and of those before are used up. */
  @Column({ name: 'last_step', type: 'bigint', nullable: true })
  lastStep!: number | null;
}
