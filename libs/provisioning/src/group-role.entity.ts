import { Entity, Index, PrimaryColumn } from 'typeorm';

/** A role that the members of a team get from the identity provider that puts them there. */
@Entity('group_roles')
export class GroupRoleEntity {
  @PrimaryColumn({ name: 'team_id', type: 'bigint', primaryKeyConstraintName: 'group_roles_pkey' })
  teamId!: number;

  @Index('group_roles_role')
  @PrimaryColumn({ name: 'role_id', type: 'bigint', primaryKeyConstraintName: 'group_roles_pkey' })
  roleId!: number;
}
