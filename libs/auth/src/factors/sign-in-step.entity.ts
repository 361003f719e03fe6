import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A sign-in whose password was right and whose second factor is still to be shown. Only the hash of its token is stored. */
@Entity('sign_in_steps')
export class SignInStepEntity {
  @PrimaryColumn({ name: 'token_hash', type: 'bytea', primaryKeyConstraintName: 'sign_in_steps_pkey' })
  tokenHash!: Buffer;

  @Index('sign_in_steps_agent')
  @Column({ name: 'agent_id', type: 'bigint' })
  agentId!: number;

  @Index('sign_in_steps_expiry')
  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3 })
  expiresAt!: Date;
}
