import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a session is at the provider that it was begun by. */
@Entity('oidc_sessions')
@Index('oidc_sessions_subject', ['providerId', 'subject'])
export class OidcSessionEntity {
  @PrimaryColumn({ name: 'session_id', type: 'bigint', primaryKeyConstraintName: 'oidc_sessions_pkey' })
  sessionId!: number;

  @Column({ name: 'agent_id', type: 'bigint' })
  agentId!: number;

  @Column({ name: 'provider_id', type: 'bigint' })
  providerId!: number;

  /** The claim `sub`. */
  @Column({ type: 'text' })
  subject!: string;

  /** The claim `sid`, if the provider tells its sessions apart. */
  @Column({ type: 'text', nullable: true })
  sid!: string | null;

  /** Where a logout leads on to, sealed since it has the ID token; null to stay here. */
  @Column({ name: 'logout_url', type: 'text', nullable: true })
  logoutUrl!: string | null;
}
