import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ACTIVITY_TARGETS,
  ACTIVITY_TYPES,
  type ActivityFilter,
  type ActivityTarget,
  type ActivityType,
} from '@rollcall/activity';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';

import { OptionalDate } from '../../http/optional-date.js';
import { PageQuery } from '../page.js';

const ORDERS = ['asc', 'desc'] as const;

/** Narrows, orders and cuts the activity log. */
export class ActivityLogQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ORDERS, default: 'desc' })
  @IsOptional()
  @IsIn(ORDERS)
  order?: (typeof ORDERS)[number];

  @ApiPropertyOptional({ enum: ['created_at'], default: 'created_at' })
  @IsOptional()
  @IsIn(['created_at'])
  order_by?: 'created_at';

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

  @ApiPropertyOptional({ enum: ACTIVITY_TARGETS })
  @IsOptional()
  @IsIn(ACTIVITY_TARGETS)
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
    return {
      ...(this.activity_type ? { type: this.activity_type } : {}),
      ...(this.actor_id ? { actorId: this.actor_id } : {}),
      ...(this.target_model_type ? { targetType: this.target_model_type } : {}),
      ...(this.target_model_id ? { targetId: this.target_model_id } : {}),
      ...(this.target_model_uuid ? { targetUuid: this.target_model_uuid } : {}),
      ...(this.created_from ? { from: this.created_from } : {}),
      ...(this.created_to ? { to: this.created_to } : {}),
    };
  }

  get direction(): 'ASC' | 'DESC' {
    return this.order === 'asc' ? 'ASC' : 'DESC';
  }
}
