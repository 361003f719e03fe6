import type { Permission } from '@rollcall/auth';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** The kinds of identity provider that a sign-in page may show a logo for; of these Microsoft says in its own way that it has verified an e-mail. */
export const PROVIDER_KINDS = ['Google', 'Microsoft', 'Custom'] as const;

export type ProviderKind = (typeof PROVIDER_KINDS)[number];

/** An identity provider that people sign in by, with OpenID Connect. */
@Entity('oidc_providers')
export class OidcProviderEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'oidc_providers_pkey' })
  id!: number;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  /** Who set all fields last. What a sign-in gives and takes is done in the name of that agent. */
  @Column({ name: 'updated_by', type: 'bigint' })
  updatedBy!: number;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'boolean' })
  enabled!: boolean;

  @Column({ type: 'text' })
  kind!: ProviderKind;

  /** Its issuer identifier. */
  @Column({ type: 'text' })
  issuer!: string;

  @Column({ name: 'client_id', type: 'text' })
  clientId!: string;

  /** Sealed. */
  @Column({ name: 'client_secret', type: 'text' })
  clientSecret!: string;

  @Column({ name: 'logo_url', type: 'text', nullable: true })
  logoUrl!: string | null;

  /** The most that whoever signs in by it may hold. */
  @Column({ type: 'jsonb' })
  permissions!: Permission[];

  /** Whether people whom the directory does not know get an agent. */
  @Column({ name: 'creates_agents', type: 'boolean' })
  createsAgents!: boolean;

  /** The domains of the e-mails that are let in; any if there are none. */
  @Column({ name: 'email_domains', type: 'jsonb' })
  emailDomains!: string[];

  /** The groups at the provider of which one is needed; none if there are none. */
  @Column({ name: 'allowed_groups', type: 'jsonb' })
  allowedGroups!: string[];

  /** The claim that has the groups. */
  @Column({ name: 'groups_claim', type: 'text' })
  groupsClaim!: string;

  /** Whether a logout here leads on to the provider, to be logged out there as well. */
  @Column({ name: 'logs_out_there', type: 'boolean' })
  logsOutThere!: boolean;
}
