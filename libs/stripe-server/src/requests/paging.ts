import type Stripe from 'stripe';

import type { ParamReader } from './param-reader.js';
import { missing } from './stripe-problem.js';

/** The requested page of a list. */
export interface Page {
  limit: number;
  startingAfter: string | undefined;
  endingBefore: string | undefined;
}

/** https://docs.stripe.com/api/pagination */
export const readPage = (params: ParamReader): Page => ({
  limit: params.integer('limit', 1, 100) ?? 10,
  startingAfter: params.text('starting_after'),
  endingBefore: params.text('ending_before'),
});

/**
 * One page of the objects that pass a filter, the newest first. A cursor may be any object of the kind, so that paging
 * also continues after an object that has left the list meanwhile.
 */
export function listPage<T extends { id: string }>(
  url: string,
  kind: string,
  oldestFirst: Iterable<T>,
  matches: (object: T) => boolean,
  { limit, startingAfter, endingBefore }: Page,
): Stripe.ApiList<T> {
  const all = [...oldestFirst].reverse();
  const placeOf = (id: string, param: string): number => {
    const place = all.findIndex((object) => object.id === id);
    if (place < 0) throw missing(kind, id, param);
    return place;
  };
  if (endingBefore !== undefined) {
    const newer = all.slice(0, placeOf(endingBefore, 'ending_before')).filter(matches);
    return { object: 'list', data: newer.slice(-limit), has_more: newer.length > limit, url };
  }
  const older = startingAfter === undefined ? all : all.slice(placeOf(startingAfter, 'starting_after') + 1);
  const rest = older.filter(matches);
  return { object: 'list', data: rest.slice(0, limit), has_more: rest.length > limit, url };
}
