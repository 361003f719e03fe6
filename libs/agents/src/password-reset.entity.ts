import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A request to reset the password of the agent with this address. It is removed once the agent was looked up. */
@Entity('password_resets')
export class PasswordResetEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'password_resets_pkey' })
  id!: number;

  @Column({ name: 'requested_at', type: 'timestamptz', precision: 3 })
  requestedAt!: Date;

  /** In its normal form. */
  @Column({ type: 'text' })
  email!: string;
}
