import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A sign-in that has been sent to a provider and has not come back. Only hashes of its secrets are stored. */
@Entity('oidc_attempts')
export class OidcAttemptEntity {
  @PrimaryColumn({ name: 'state_hash', type: 'bytea', primaryKeyConstraintName: 'oidc_attempts_pkey' })
  stateHash!: Buffer;

  @Column({ name: 'provider_id', type: 'bigint' })
  providerId!: number;

  /** Of the cookie of the browser that it began in. */
  @Column({ name: 'browser_hash', type: 'bytea' })
  browserHash!: Buffer;

  /** The page of the console that it leads to. */
  @Column({ type: 'text', nullable: true })
  next!: string | null;

  @Index('oidc_attempts_expiry')
  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3 })
  expiresAt!: Date;
}
