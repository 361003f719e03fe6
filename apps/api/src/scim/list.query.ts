import { invalidField } from '@rollcall/kernel';
import type { ListRequest } from '@rollcall/provisioning';

import { OptionalParameter } from '../http/input/field.js';
import { MAX_INTEGER, oneOf, text, wholeNumber } from '../http/input/rules.js';
import { type Askable, conditionOf, own, pathOf } from './filter/conditions.js';
import { MAX_FILTER_BYTES, parseFilter } from './filter/parse-filter.js';

/** The most resources of one answer. */
export const MAX_RESULTS = 200;

/** How many resources an answer has when nobody says. */
export const DEFAULT_COUNT = 100;

/** Which attributes of a resource are wanted. */
export class SelectionQuery {
  @OptionalParameter(text({ max: 4_000 }), { description: 'Only these attributes, separated by commas' })
  attributes?: string;

  @OptionalParameter(text({ max: 4_000 }), { description: 'All attributes but these, separated by commas' })
  excludedAttributes?: string;
}

/** Which part of a list is wanted (RFC 7644, section 3.4.2). */
export class ListQuery extends SelectionQuery {
  @OptionalParameter(text({ max: MAX_FILTER_BYTES }), { description: 'As RFC 7644, section 3.4.2.2, has it' })
  filter?: string;

  @OptionalParameter(wholeNumber({ min: -MAX_INTEGER, max: MAX_INTEGER }), {
    description: 'The first one wanted, counted from 1',
    default: 1,
  })
  startIndex?: number;

  @OptionalParameter(wholeNumber({ min: -MAX_INTEGER, max: MAX_INTEGER }), {
    description: `How many are wanted, at most ${MAX_RESULTS}`,
    default: DEFAULT_COUNT,
  })
  count?: number;

  @OptionalParameter(text({ max: 200 }), { description: 'The attribute by whose value they are sorted' })
  sortBy?: string;

  @OptionalParameter(oneOf(['ascending', 'descending']))
  sortOrder?: string;

  /** Counted from 1; what is smaller is 1. */
  get first(): number {
    return Math.max(1, this.startIndex ?? 1);
  }

  /** @throws DomainError `invalid_input` for what cannot be asked or sorted by */
  request(askable: Askable, urn: string): ListRequest {
    const { filter, sortBy, sortOrder, count = DEFAULT_COUNT } = this;
    return {
      condition: filter === undefined ? undefined : conditionOf(parseFilter(filter), askable, urn),
      sortBy: sortBy === undefined ? undefined : fieldOf(sortBy, askable, urn),
      descending: sortOrder === 'descending',
      offset: this.first - 1,
      limit: Math.min(Math.max(0, count), MAX_RESULTS),
    };
  }
}

function fieldOf(sortBy: string, { fields, equalOnly, unsortable }: Askable, urn: string): string {
  const field = own(fields, pathOf(sortBy, urn));
  if (field === undefined || equalOnly.has(field) || unsortable.has(field))
    throw invalidField('sortBy', `sortBy: there is no attribute ${sortBy} to sort by`, 'query');
  return field;
}
