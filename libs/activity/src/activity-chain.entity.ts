import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The end of the chain of sealed entries, in one row. Processes that seal lock it, and so take turns. */
@Entity('activity_chain')
export class ActivityChainEntity {
  @PrimaryColumn({ name: 'only_one', type: 'boolean', default: true, primaryKeyConstraintName: 'activity_chain_pkey' })
  onlyOne!: boolean;

  /** How many entries are sealed. */
  @Column({ name: 'head_position', type: 'bigint' })
  headPosition!: number;

  @Column({ name: 'head_hash', type: 'bytea' })
  headHash!: Buffer;

  /** The last time at which every entry was sealed; null before the first such time. */
  @Column({ name: 'caught_up_at', type: 'timestamptz', precision: 3, nullable: true })
  caughtUpAt!: Date | null;
}
