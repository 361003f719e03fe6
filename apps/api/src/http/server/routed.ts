import type { Request } from 'express';

import { METHODS, pathOf } from '../routing/routes.js';

/** What stands in place of a path or method that no route has, so that strangers make no new names. */
const OTHER = 'other';

const KNOWN_METHODS: ReadonlySet<string> = new Set([
  'HEAD',
  'OPTIONS',
  ...METHODS.map((method) => method.toUpperCase()),
]);

/** The method of a request, as metrics and traces name it. */
export function knownMethodOf({ method }: Request): string {
  return KNOWN_METHODS.has(method) ? method : OTHER;
}

/** The route that took the request, as `/api/v1/agents/{id}`. */
export function routeOf(request: Request): string {
  const route: unknown = request.route;
  const path: unknown = typeof route === 'object' && route !== null && 'path' in route ? route.path : undefined;
  return typeof path === 'string' ? pathOf(path) : OTHER;
}
