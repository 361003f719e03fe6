import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where the chain of sealed entries ends; there is no second row. Who seals takes turns at it. */
@Entity('activity_chain')
export class ActivityChainEntity {
  @PrimaryColumn({ name: 'only_one', type: 'boolean', default: true, primaryKeyConstraintName: 'activity_chain_pkey' })
  onlyOne!: boolean;

  /** How many entries are sealed. */
  @Column({ name: 'head_position', type: 'bigint' })
  headPosition!: number;

  @Column({ name: 'head_hash', type: 'bytea' })
  headHash!: Buffer;

  /** When there last was no entry left to seal; null before the first time. */
  @Column({ name: 'caught_up_at', type: 'timestamptz', precision: 3, nullable: true })
  caughtUpAt!: Date | null;
}
