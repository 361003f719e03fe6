import { ApiProperty } from '@nestjs/swagger';
import type { PageRequest } from '@rollcall/kernel';

import { OptionalParameter } from '../http/input/field.js';
import { Rule } from '../http/input/rule.js';

export const DEFAULT_PAGE_SIZE = 30;
const MAX_PAGE_SIZE = 500;
const MAX_PAGE = 1_000_000;

/**
 * A parameter that cuts a list, read as the peer reads it: what is no whole number from 1 on counts as `fallback`, and what
 * is beyond `most` as that.
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

/** A parameter that is there twice is a list. */
function isOneNumber(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function within(text: string, fallback: number, most: number): number {
  const number = /^\+?\d+$/.test(text) ? Number(text) : 0;
  return number < 1 ? fallback : Math.min(number, most);
}

/** How many of a list to give at once. */
export const Size = () =>
  Cut(DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, `Beyond ${MAX_PAGE_SIZE} it is that, and below 1 the default`);

/** Which page to give. */
const PageNumber = () => Cut(1, MAX_PAGE, 'Counted from 1; below that it is 1');

/** Which page of a list of this window is asked for. */
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
