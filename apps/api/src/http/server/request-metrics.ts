import { httpRequests } from '@rollcall/observability';
import type { Request, RequestHandler } from 'express';

import { METHODS, pathOf } from '../routing/routes.js';

/** What stands in place of a path or method that no route has, so that strangers make no new series. */
const OTHER = 'other';

const KNOWN_METHODS: ReadonlySet<string> = new Set([
  'HEAD',
  'OPTIONS',
  ...METHODS.map((method) => method.toUpperCase()),
]);

/** Measures each request from here until its answer was sent, or the client went away. */
export function requestMetrics(): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    response.once('close', () => {
      const method = KNOWN_METHODS.has(request.method) ? request.method : OTHER;
      const labels = { method, route: routeOf(request), status: response.statusCode };
      httpRequests.observe(labels, (performance.now() - began) / 1_000);
    });
    next();
  };
}

/** The route that took the request, as `/api/v1/agents/{id}`. */
function routeOf(request: Request): string {
  const route: unknown = request.route;
  const path: unknown = typeof route === 'object' && route !== null && 'path' in route ? route.path : undefined;
  return typeof path === 'string' ? pathOf(path) : OTHER;
}
