import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A logout token that a provider has sent. It is of no use a second time. */
@Entity('oidc_logout_tokens')
export class OidcLogoutTokenEntity {
  @PrimaryColumn({ name: 'provider_id', type: 'bigint', primaryKeyConstraintName: 'oidc_logout_tokens_pkey' })
  providerId!: number;

  /** The claim `jti`. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'oidc_logout_tokens_pkey' })
  jti!: string;

  /** From then on the token is too old to be taken. */
  @Index('oidc_logout_tokens_expiry')
  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3 })
  expiresAt!: Date;
}
