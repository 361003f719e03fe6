import { ApiProperty } from '@nestjs/swagger';
import type { PageRequest } from '@rollcall/kernel';

import { OptionalParameter } from '../http/input/field.js';
import { Rule } from '../http/input/rule.js';

export const DEFAULT_PAGE_SIZE = 30;
const MAX_PAGE_SIZE = 500;
const MAX_PAGE = 1_000_000;

/**
 * A parameter of a page, read as the peer reads it: `fallback` replaces a value that is not a whole number of at least
 * 1, and `most` replaces a larger value.
 */
const Cut = (fallback: number, most: number, description: string) =>
  OptionalParameter(
    Rule.of({
      expected: 'a whole number',
      plural: 'whole numbers',
      schema: { type: 'integer' },
      is: (value) => typeof value === 'number',
      convert: (value) => (isOneNumber(value) ? within(String(value), fallback, most) : value),
    }),
    { default: fallback, description },
  );

/** A parameter that the query contains twice is a list. */
function isOneNumber(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function within(text: string, fallback: number, most: number): number {
  const number = /^\+?\d+$/.test(text) ? Number(text) : 0;
  return number < 1 ? fallback : Math.min(number, most);
}

/** The size of a page. */
export const Size = () =>
  Cut(
    DEFAULT_PAGE_SIZE,
    MAX_PAGE_SIZE,
    `A larger value than ${MAX_PAGE_SIZE} counts as ${MAX_PAGE_SIZE}, a value below 1 as the default`,
  );

/** The number of a page. */
const PageNumber = () => Cut(1, MAX_PAGE, 'Counted from 1; a smaller value counts as 1');

/** The page of a list that a client of this window asks for. */
export class PageQuery {
  @PageNumber()
  page?: number;

  @Size()
  page_size?: number;
}

/** The page that such a query asks for. */
export function pageRequest({ page, page_size }: PageQuery): PageRequest {
  return { page: page ?? 1, pageSize: page_size ?? DEFAULT_PAGE_SIZE };
}

/** The fields that a page of this window has besides its results. */
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
