import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** The id by which the owner of a key knows a team. */
@Entity('team_external_ids')
@Unique('team_external_ids_unique', ['ownerId', 'externalId'])
export class TeamExternalIdEntity {
  @PrimaryColumn({ name: 'team_id', type: 'bigint', primaryKeyConstraintName: 'team_external_ids_pkey' })
  teamId!: number;

  @PrimaryColumn({ name: 'owner_id', type: 'bigint', primaryKeyConstraintName: 'team_external_ids_pkey' })
  ownerId!: number;

  @Column({ name: 'external_id', type: 'text' })
  externalId!: string;
}
