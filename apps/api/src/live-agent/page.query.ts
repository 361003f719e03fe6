import { ApiPropertyOptional } from '@nestjs/swagger';
import type { PageRequest } from '@rollcall/kernel';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** So many pages that none can lie behind, and an offset that the database can count. */
const MAX_PAGE = 1_000_000_000_000;

/** Which page of a list. */
export class PageQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, default: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE)
  page?: number;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  size?: number;

  request(): PageRequest {
    return { page: this.page ?? 1, pageSize: this.size ?? 50 };
  }
}
