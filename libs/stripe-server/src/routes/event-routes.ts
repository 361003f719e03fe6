import { listPage, readPage } from '../requests/paging.js';
import type { Route } from './route.js';

export const EVENT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/events',
    handle: (ledger, params) => {
      const page = readPage(params);
      const type = params.text('type');
      const types = params.texts('types') ?? (type === undefined ? undefined : [type]);
      const created = params.group('created');
      const from = created?.integer('gte') ?? 0;
      const after = created?.integer('gt') ?? -1;
      const to = created?.integer('lte') ?? Infinity;
      const before = created?.integer('lt') ?? Infinity;
      params.finish();
      return listPage(
        '/v1/events',
        'event',
        ledger.events,
        (event) =>
          (types?.some((pattern) => matches(event.type, pattern)) ?? true) &&
          event.created >= from &&
          event.created > after &&
          event.created <= to &&
          event.created < before,
        page,
      );
    },
  },
  {
    method: 'GET',
    path: '/v1/events/:id',
    handle: (ledger, params, id) => {
      params.finish();
      return ledger.event(id);
    },
  },
];

/** A type, or all types of a group: `invoice.*`. */
const matches = (type: string, pattern: string): boolean =>
  pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
