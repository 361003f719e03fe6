import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { PageRequest } from '@rollcall/kernel';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional } from 'class-validator';

export const DEFAULT_PAGE_SIZE = 30;
const MAX_PAGE_SIZE = 500;
const MAX_PAGE = 1_000_000;

/**
 * A parameter that cuts a list, read as the peer reads it: what is no whole number from 1 on counts as `fallback`, and what
 * is beyond `most` as that.
 */
const cut = (fallback: number, most: number, description: string) =>
  applyDecorators(
    ApiPropertyOptional({ type: 'integer', default: fallback, description }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? within(value, fallback, most) : value)),
    IsOptional(),
    IsInt(),
  );

function within(text: string, fallback: number, most: number): number {
  const number = /^\+?\d+$/.test(text) ? Number(text) : 0;
  return number < 1 ? fallback : Math.min(number, most);
}

/** How many of a list to give at once. */
export const Size = () =>
  cut(DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, `Beyond ${MAX_PAGE_SIZE} it is that, and below 1 the default`);

/** Which page of a list of this window is asked for. */
export class PageQuery {
  @cut(1, MAX_PAGE, 'Counted from 1; below that it is 1')
  page?: number;

  @Size()
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
