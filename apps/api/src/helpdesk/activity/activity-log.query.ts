import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ACTIVITY_TARGETS,
  ACTIVITY_TYPES,
  type ActivityFilter,
  type ActivityOrder,
  type ActivityTarget,
  type ActivityType,
} from '@rollcall/activity';
import { Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Max, Min } from 'class-validator';

import { emptyIsNone } from '../../http/empty-is-none.js';
import { OptionalDate } from '../../http/optional-date.js';
import { PageQuery } from '../page.js';
import { FIELD_NAMES, type FieldName, FIELDS, MODEL, parseConditions } from './activity-conditions.js';
import { TARGET_WORDS } from './target-word.js';

const ORDERS = ['asc', 'desc'] as const;
const WORDS = Object.values(TARGET_WORDS);

/** The table's name, in front of a column's. */
const PREFIX = new RegExp(`^${MODEL}\\.(?=.)`);

/** Narrows, orders and cuts the activity log. */
export class ActivityLogQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ORDERS, default: 'desc' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value))
  @emptyIsNone()
  @IsOptional()
  @IsIn(ORDERS)
  order?: (typeof ORDERS)[number] | null;

  @ApiPropertyOptional({
    enum: FIELD_NAMES.flatMap((name) => [name, `${MODEL}.${name}`]),
    default: 'created_at',
    description: 'What is the same is in order of time',
  })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.replace(PREFIX, '') : value))
  @emptyIsNone()
  @IsOptional()
  @IsIn(FIELD_NAMES)
  order_by?: FieldName | null;

  @ApiPropertyOptional({
    type: String,
    description:
      'A JSON list of conditions, or a group `{"logic":"OR","rules":[…]}` of conditions and groups. Operators: equals, not equals, greater than, less than, between (two values and a comma), in (a JSON list of texts), contains, not contains, set, not set. A date as 2023-11-07 is that day in UTC; texts are in the order of their characters.',
    example: `[{"model":"${MODEL}","field":"activity_type","operator":"equals","value":"agent_login"}]`,
  })
  @IsOptional()
  @IsString()
  filters?: string;

  @ApiPropertyOptional({ enum: ACTIVITY_TYPES })
  @IsOptional()
  @IsIn(ACTIVITY_TYPES)
  activity_type?: ActivityType;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, description: 'The agent who did it' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  actor_id?: number;

  @ApiPropertyOptional({ enum: WORDS, description: '`agent` is taken as `user`' })
  @Transform(({ value }: { value: unknown }) => (value === TARGET_WORDS.agent ? 'agent' : value))
  @IsOptional()
  @IsIn(ACTIVITY_TARGETS, { message: `$property must be one of the following values: ${WORDS.join(', ')}` })
  target_model_type?: ActivityTarget;

  @ApiPropertyOptional({ type: 'integer', minimum: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  target_model_id?: number;

  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'Of a target that has no number' })
  @IsOptional()
  @IsUUID()
  target_model_uuid?: string;

  @OptionalDate('2023-11-07T05:31:56Z', 'The first moment')
  created_from?: Date | null;

  @OptionalDate('2023-11-07T05:31:56Z', 'The last moment')
  created_to?: Date | null;

  get filter(): ActivityFilter {
    const condition = this.filters === undefined ? undefined : parseConditions(this.filters);
    return {
      ...(condition ? { condition } : {}),
      ...(this.activity_type ? { type: this.activity_type } : {}),
      ...(this.actor_id ? { actorId: this.actor_id } : {}),
      ...(this.target_model_type ? { targetType: this.target_model_type } : {}),
      ...(this.target_model_id ? { targetId: this.target_model_id } : {}),
      ...(this.target_model_uuid ? { targetUuid: this.target_model_uuid } : {}),
      ...(this.created_from ? { from: this.created_from } : {}),
      ...(this.created_to ? { to: this.created_to } : {}),
    };
  }

  get activityOrder(): ActivityOrder {
    return { by: FIELDS[this.order_by ?? 'created_at'], direction: this.order === 'asc' ? 'ASC' : 'DESC' };
  }
}
