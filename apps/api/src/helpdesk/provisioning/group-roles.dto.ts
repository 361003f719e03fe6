import { ApiProperty } from '@nestjs/swagger';
import type { RolesOfGroup } from '@rollcall/provisioning';

import { Field } from '../../http/input/field.js';
import { KNOWN_ROLES } from '../../http/input/names.js';

/** The roles that a team gives to those whom an identity provider puts into it. */
export class GroupRolesDto {
  @ApiProperty({ type: 'integer' })
  team_id: number;

  @ApiProperty()
  team: string;

  @ApiProperty({ type: [String], description: 'By name' })
  roles: readonly string[];

  constructor({ teamId, team, roles }: RolesOfGroup) {
    this.team_id = teamId;
    this.team = team;
    this.roles = roles;
  }
}

/** The body of a PUT. */
export class GroupRolesBody {
  @Field(KNOWN_ROLES, { description: 'By name; an empty list gives none any more', example: ['Agent'] })
  roles!: string[];
}
