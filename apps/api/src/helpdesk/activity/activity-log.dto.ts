import { ApiProperty } from '@nestjs/swagger';
import { ACTIVITY_TYPES, type ActivityEntity, type ActivityType, type ChainState } from '@rollcall/activity';
import type { Page, PageRequest } from '@rollcall/kernel';

import { PageDto } from '../page.js';
import { TARGET_WORDS, type TargetWord } from './target-word.js';

/** Any JSON; null if the field had no value before, or has none after. */
const CHANGE = { type: 'object', required: ['before', 'after'], properties: { before: {}, after: {} } };

/** How far the entries are sealed into their chain. */
export class ActivityChainDto {
  @ApiProperty({ type: 'integer', description: 'How many entries are sealed', example: 1200 })
  readonly sealed: number;
  @ApiProperty({
    type: 'integer',
    description: 'How many are not sealed yet; 1000 stands for 1000 or more',
    example: 0,
  })
  readonly unsealed: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When every entry was sealed last' })
  readonly caught_up_at: Date | null;

  constructor({ sealed, unsealed, caughtUpAt }: ChainState) {
    this.sealed = sealed;
    this.unsealed = unsealed;
    this.caught_up_at = caughtUpAt;
  }
}

/** One entry of the activity log. */
export class ActivityEntryDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({ format: 'date-time', example: '2025-08-28T10:00:00.000Z' })
  readonly created_at: Date;
  @ApiProperty({ format: 'date-time', description: 'Equal to created_at: entries do not change' })
  readonly updated_at: Date;
  @ApiProperty({ enum: ACTIVITY_TYPES, example: 'agent_updated' })
  readonly activity_type: ActivityType;
  @ApiProperty({ example: 'ada@example.com (#7) changed bob@example.com (#9) status to away' })
  readonly activity_description: string;
  @ApiProperty({ type: 'integer', nullable: true, example: 1, description: 'Null if Rollcall itself did it' })
  readonly actor_id: number | null;
  @ApiProperty({ enum: Object.values(TARGET_WORDS), example: 'user' })
  readonly target_model_type: TargetWord;
  @ApiProperty({ type: 'integer', nullable: true, example: 1, description: 'Null for a target that has no number' })
  readonly target_model_id: number | null;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'The id of a target that has no number, such as a billing plan',
  })
  readonly target_model_uuid: string | null;
  @ApiProperty({ type: String, nullable: true, example: '192.0.2.1' })
  readonly ip: string | null;
  @ApiProperty({ type: 'integer', nullable: true, example: 1, description: 'The key that the actor used' })
  readonly key_id: number | null;
  @ApiProperty({ type: String, nullable: true, description: "The request's X-Request-Id" })
  readonly request_id: string | null;
  @ApiProperty({
    type: 'object',
    nullable: true,
    additionalProperties: CHANGE,
    example: { first_name: { before: 'Ada', after: 'Augusta' } },
    description: 'The changed fields; empty if no field changed, null if the entry is not about fields',
  })
  readonly changes: object | null;

  constructor(entry: ActivityEntity) {
    this.id = entry.id;
    this.created_at = entry.createdAt;
    this.updated_at = entry.createdAt;
    this.activity_type = entry.type;
    this.activity_description = entry.description;
    this.actor_id = entry.actorId;
    this.target_model_type = TARGET_WORDS[entry.targetType];
    this.target_model_id = entry.targetId;
    this.target_model_uuid = entry.targetUuid;
    this.ip = entry.ip;
    this.key_id = entry.keyId;
    this.request_id = entry.requestId;
    this.changes = entry.changes;
  }
}

/** A page of the activity log. */
export class ActivityPageDto extends PageDto {
  @ApiProperty({ type: [ActivityEntryDto] })
  readonly results: readonly ActivityEntryDto[];

  constructor({ items, total }: Page<ActivityEntity>, request: PageRequest) {
    super(total, request);
    this.results = items.map((entry) => new ActivityEntryDto(entry));
  }
}
