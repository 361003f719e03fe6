import { ApiProperty, PickType } from '@nestjs/swagger';
import { ASSIGNMENT_TYPES, type AssignmentType, type TeamEntity, type TeamInput } from '@rollcall/teams';

import { Field, OptionalField } from '../../http/input/field.js';
import { TEAM_NAME } from '../../http/input/names.js';
import { MAX_INTEGER, oneOf, text, wholeNumber } from '../../http/input/rules.js';
import { timeZone } from '../../http/input/time-zone.js';

/** The team object. */
export class TeamDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({ format: 'date-time', example: '2025-08-28T10:00:00.000Z' })
  readonly created_at: Date;
  @ApiProperty({ format: 'date-time', example: '2025-08-28T10:00:00.000Z' })
  readonly updated_at: Date;
  @ApiProperty({ example: '🛠️', description: 'Empty if the team has none' })
  readonly emoji: string;
  @ApiProperty({ example: 'Support Team' })
  readonly name: string;
  @ApiProperty({ enum: ASSIGNMENT_TYPES })
  readonly conversation_assignment_type: AssignmentType;
  @ApiProperty({ example: 'Europe/Berlin', description: 'Empty if the team has none' })
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

/** The body of POST and PUT. A field that is left out gets its default. */
export class TeamBody {
  @Field(TEAM_NAME, { example: 'Support Team' })
  name!: string;

  @OptionalField(text({ max: 50 }).orEmpty(), { example: '🛠️' })
  emoji?: string | null;

  @OptionalField(oneOf(ASSIGNMENT_TYPES), { description: '`Round robin` if left out' })
  conversation_assignment_type?: AssignmentType | null;

  @OptionalField(timeZone().orEmpty(), {
    description: 'A name of the IANA time zone database, in any case',
    example: 'Europe/Berlin',
  })
  timezone?: string | null;

  @OptionalField(wholeNumber({ min: 1, max: MAX_INTEGER }), { example: null })
  business_hours_id?: number | null;

  @OptionalField(wholeNumber({ min: 1, max: MAX_INTEGER }), { example: null })
  sla_policy_id?: number | null;

  @OptionalField(wholeNumber({ min: 0, max: MAX_INTEGER }), { description: '0 if left out' })
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
