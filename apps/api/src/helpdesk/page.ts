import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { PageRequest } from '@rollcall/kernel';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

export const MAX_PAGE_SIZE = 500;
export const DEFAULT_PAGE_SIZE = 30;

/** Which page of a list of this window is asked for. */
export class PageQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, default: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  page?: number;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE, default: DEFAULT_PAGE_SIZE })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  page_size?: number;

  /** A method, since a query could try to set an inherited getter. */
  pageRequest(): PageRequest {
    return { page: this.page ?? 1, pageSize: this.page_size ?? DEFAULT_PAGE_SIZE };
  }
}

/** What a page of a list of this window says beside its results. */
export class PageDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly total: number;
  @ApiProperty({ type: 'integer', example: 30 })
  readonly per_page: number;
  @ApiProperty({ type: 'integer', example: 1 })
  readonly total_pages: number;
  @ApiProperty({ type: 'integer', example: 1 })
  readonly page: number;

  constructor(total: number, { page, pageSize }: PageRequest) {
    this.total = total;
    this.per_page = pageSize;
    this.total_pages = Math.ceil(total / pageSize);
    this.page = page;
  }
}
