import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The account at a provider by which an agent signs in. */
@Entity('oidc_links')
@Index('oidc_links_agent_unique', ['providerId', 'agentId'], { unique: true })
export class OidcLinkEntity {
  @PrimaryColumn({ name: 'provider_id', type: 'bigint', primaryKeyConstraintName: 'oidc_links_pkey' })
  providerId!: number;

  /** The claim `sub`, by which the provider knows the account for good. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'oidc_links_pkey' })
  subject!: string;

  @Index('oidc_links_agent')
  @Column({ name: 'agent_id', type: 'bigint' })
  agentId!: number;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
