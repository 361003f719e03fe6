import type { PageRequest } from '@rollcall/kernel';

import { OptionalParameter } from '../http/input/field.js';
import { wholeNumber } from '../http/input/rules.js';

/** So many pages that none can lie behind, and an offset that the database can count. */
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
