import type { Page, PageRequest } from '@rollcall/kernel';

import { OptionalParameter } from '../http/input/field.js';
import { wholeNumber } from '../http/input/rules.js';

/** More pages than any list has; the offset still fits into the database's number. */
const MAX_PAGE = 1_000_000_000_000;

/** Which page of a list. */
export class PageQuery {
  @OptionalParameter(wholeNumber({ min: 1, max: MAX_PAGE }), { default: 1 })
  page?: number;

  @OptionalParameter(wholeNumber({ min: 1, max: 100 }), { default: 50 })
  size?: number;

  request(): PageRequest {
    return { page: this.page ?? 1, pageSize: this.size ?? 50 };
  }
}

/** A page in the form of this window; `previous_page` and `next_page` are null if there is none. */
export interface LiveAgentPage<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly page: number;
  readonly size: number;
  readonly pages: number;
  readonly previous_page: number | null;
  readonly next_page: number | null;
}

/** Presents the items of a page. */
export function presentPage<T, U>(
  { items, total }: Page<T>,
  { page, pageSize }: PageRequest,
  present: (item: T) => U,
): LiveAgentPage<U> {
  const pages = Math.ceil(total / pageSize);
  return {
    items: items.map(present),
    total,
    page,
    size: pageSize,
    pages,
    previous_page: page > 1 ? page - 1 : null,
    next_page: page < pages ? page + 1 : null,
  };
}
