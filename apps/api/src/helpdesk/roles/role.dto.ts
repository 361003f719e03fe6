import { ApiProperty } from '@nestjs/swagger';
import type { RoleEntity, RoleInput } from '@rollcall/roles';

import { Field, OptionalField } from '../../http/input/field.js';
import { ROLE_NAME } from '../../http/input/names.js';
import { text } from '../../http/input/rules.js';
import { permissionNames } from '../permission-names.js';

/** The role object. */
export class RoleDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({ format: 'date-time', example: '2025-08-28T10:00:00.000Z' })
  readonly created_at: Date;
  @ApiProperty({ format: 'date-time', example: '2025-08-28T10:00:00.000Z' })
  readonly updated_at: Date;
  @ApiProperty({ example: 'Supervisor' })
  readonly name: string;
  @ApiProperty({ example: 'Looks after a team' })
  readonly description: string;
  @ApiProperty({ type: [String], example: ['conversations:read', 'teams:manage'] })
  readonly permissions: readonly string[];

  constructor(role: RoleEntity) {
    this.id = role.id;
    this.created_at = role.createdAt;
    this.updated_at = role.updatedAt;
    this.name = role.name;
    this.description = role.description;
    this.permissions = role.permissions;
  }
}

/** The body of POST and PUT. */
export class RoleBody {
  @Field(ROLE_NAME, { example: 'Supervisor' })
  name!: string;

  @OptionalField(text({ max: 300 }), { example: 'Looks after a team' })
  description?: string | null;

  @Field(permissionNames(), { example: ['conversations:read', 'teams:manage'] })
  permissions!: string[];

  get input(): RoleInput {
    return { name: this.name, description: this.description ?? '', permissions: this.permissions };
  }
}
