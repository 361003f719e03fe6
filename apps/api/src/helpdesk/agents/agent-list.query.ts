import { ApiPropertyOptional } from '@nestjs/swagger';
import { type AgentFilter, AVAILABILITY_STATUSES, type AvailabilityStatus } from '@rollcall/agents';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString } from 'class-validator';

import { asStored } from '../../http/is-name.js';
import { TextLength } from '../../http/text-length.js';
import { DEFAULT_PAGE_SIZE, PageQuery, Size } from '../page.js';

/** Narrows and cuts the list of agents. With none of the four paging parameters the whole list is the answer. */
export class AgentListQuery extends PageQuery {
  @ApiPropertyOptional({ description: '`next_cursor` of the answer before' })
  @IsOptional()
  @IsString()
  @TextLength(0, 200)
  cursor?: string;

  @Size()
  limit?: number;

  @ApiPropertyOptional({ description: 'A part of a name or e-mail, in any case' })
  @IsOptional()
  @IsString()
  @TextLength(0, 320)
  search?: string;

  @ApiPropertyOptional({ description: 'A team by name; digits that are no name are an id' })
  @IsOptional()
  @IsString()
  @asStored()
  @TextLength(0, 140)
  team?: string;

  @ApiPropertyOptional({ description: 'A role by name, in any case' })
  @IsOptional()
  @IsString()
  @asStored()
  @TextLength(0, 50)
  role?: string;

  @ApiPropertyOptional({ type: Boolean })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  enabled?: boolean;

  @ApiPropertyOptional({ enum: AVAILABILITY_STATUSES })
  @IsOptional()
  @IsIn(AVAILABILITY_STATUSES)
  availability_status?: AvailabilityStatus;

  @ApiPropertyOptional({ description: 'A whole e-mail address' })
  @IsOptional()
  @IsString()
  @TextLength(0, 320)
  email?: string;

  get filter(): AgentFilter {
    return {
      ...(this.search ? { search: this.search } : {}),
      ...(this.team ? { team: this.team } : {}),
      ...(this.role ? { role: this.role } : {}),
      ...(this.enabled !== undefined ? { enabled: this.enabled } : {}),
      ...(this.availability_status ? { availabilityStatus: this.availability_status } : {}),
      ...(this.email ? { email: this.email } : {}),
    };
  }

  /** False when the whole list is asked for, or a slice of it. */
  get isPaged(): boolean {
    return this.page !== undefined || this.page_size !== undefined;
  }

  get cursorRequest(): { cursor?: string; limit: number } | null {
    if (this.cursor === undefined && this.limit === undefined) return null;
    return { ...(this.cursor ? { cursor: this.cursor } : {}), limit: this.limit ?? DEFAULT_PAGE_SIZE };
  }
}
