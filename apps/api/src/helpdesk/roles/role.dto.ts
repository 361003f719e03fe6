import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { RoleEntity, RoleInput } from '@rollcall/roles';
import { IsArray, IsOptional, IsString } from 'class-validator';

import { IsName } from '../../http/is-name.js';
import { TextLength } from '../../http/text-length.js';

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
  @ApiProperty({ minLength: 1, maxLength: 50, example: 'Supervisor' })
  @IsName(1, 50)
  name!: string;

  @ApiPropertyOptional({ type: String, maxLength: 300, nullable: true, example: 'Looks after a team' })
  @IsOptional()
  @IsString()
  @TextLength(0, 300)
  description?: string | null;

  @ApiProperty({ type: [String], example: ['conversations:read', 'teams:manage'] })
  @IsArray()
  @IsString({ each: true })
  permissions!: string[];

  get input(): RoleInput {
    return { name: this.name, description: this.description ?? '', permissions: this.permissions };
  }
}
