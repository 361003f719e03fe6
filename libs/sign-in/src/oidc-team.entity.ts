import { Entity, Index, PrimaryColumn } from 'typeorm';

/** A group at a provider whose members are put into a team when they sign in. */
@Entity('oidc_teams')
export class OidcTeamEntity {
  @PrimaryColumn({ name: 'provider_id', type: 'bigint', primaryKeyConstraintName: 'oidc_teams_pkey' })
  providerId!: number;

  /** As the provider writes it in the claim. */
  @PrimaryColumn({ name: 'group_name', type: 'text', primaryKeyConstraintName: 'oidc_teams_pkey' })
  group!: string;

  @Index('oidc_teams_team')
  @PrimaryColumn({ name: 'team_id', type: 'bigint', primaryKeyConstraintName: 'oidc_teams_pkey' })
  teamId!: number;
}
