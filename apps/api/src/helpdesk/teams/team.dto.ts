import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { ASSIGNMENT_TYPES, type AssignmentType, type TeamEntity, type TeamInput } from '@rollcall/teams';
import { IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

import { emptyIsNone } from '../../http/empty-is-none.js';
import { IsName } from '../../http/is-name.js';
import { IsTimeZoneName } from '../../http/is-time-zone-name.js';
import { TextLength } from '../../http/text-length.js';

const MAX_INTEGER = 2_147_483_647;

/** The team object. */
export class TeamDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({ format: 'date-time', example: '2025-08-28T10:00:00.000Z' })
  readonly created_at: Date;
  @ApiProperty({ format: 'date-time', example: '2025-08-28T10:00:00.000Z' })
  readonly updated_at: Date;
  @ApiProperty({ example: '🛠️', description: 'Empty when it has none' })
  readonly emoji: string;
  @ApiProperty({ example: 'Support Team' })
  readonly name: string;
  @ApiProperty({ enum: ASSIGNMENT_TYPES })
  readonly conversation_assignment_type: AssignmentType;
  @ApiProperty({ example: 'Europe/Berlin', description: 'Empty when it has none' })
  readonly timezone: string;
  @ApiProperty({ type: 'integer', nullable: true, example: null })
  readonly business_hours_id: number | null;
  @ApiProperty({ type: 'integer', nullable: true, example: null })
  readonly sla_policy_id: number | null;
  @ApiProperty({ type: 'integer', example: 0 })
  readonly max_auto_assigned_conversations: number;

  constructor(team: TeamEntity) {
    this.id = team.id;
    this.created_at = team.createdAt;
    this.updated_at = team.updatedAt;
    this.emoji = team.emoji ?? '';
    this.name = team.name;
    this.conversation_assignment_type = team.conversationAssignmentType;
    this.timezone = team.timezone ?? '';
    this.business_hours_id = team.businessHoursId;
    this.sla_policy_id = team.slaPolicyId;
    this.max_auto_assigned_conversations = team.maxAutoAssignedConversations;
  }
}

/** The team as pickers show it. */
export class CompactTeamDto extends PickType(TeamDto, ['id', 'name', 'emoji']) {
  static from({ id, name, emoji }: TeamEntity): CompactTeamDto {
    return { id, name, emoji: emoji ?? '' };
  }
}

/** The body of POST and PUT; what is left out gets its default. */
export class TeamBody {
  @ApiProperty({ minLength: 1, maxLength: 140, example: 'Support Team' })
  @IsName(1, 140)
  name!: string;

  @ApiPropertyOptional({ type: String, maxLength: 50, nullable: true, example: '🛠️' })
  @emptyIsNone()
  @IsOptional()
  @IsString()
  @TextLength(0, 50)
  emoji?: string | null;

  @ApiPropertyOptional({ enum: ASSIGNMENT_TYPES, default: 'Round robin' })
  @IsOptional()
  @IsIn(ASSIGNMENT_TYPES)
  conversation_assignment_type?: AssignmentType | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'A name of the IANA time zone database, in any case',
    example: 'Europe/Berlin',
  })
  @emptyIsNone()
  @IsOptional()
  @IsTimeZoneName()
  timezone?: string | null;

  @ApiPropertyOptional({ type: 'integer', nullable: true, example: null })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_INTEGER)
  business_hours_id?: number | null;

  @ApiPropertyOptional({ type: 'integer', nullable: true, example: null })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_INTEGER)
  sla_policy_id?: number | null;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, default: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_INTEGER)
  max_auto_assigned_conversations?: number | null;

  get input(): TeamInput {
    return {
      name: this.name,
      emoji: this.emoji ?? null,
      conversationAssignmentType: this.conversation_assignment_type ?? 'Round robin',
      timezone: this.timezone ?? null,
      businessHoursId: this.business_hours_id ?? null,
      slaPolicyId: this.sla_policy_id ?? null,
      maxAutoAssignedConversations: this.max_auto_assigned_conversations ?? 0,
    };
  }
}
