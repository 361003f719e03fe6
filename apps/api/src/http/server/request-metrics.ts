import { httpRequests } from '@rollcall/observability';
import type { RequestHandler } from 'express';

import { knownMethodOf, routeOf } from './routed.js';

/** Measures each request from here until its answer was sent, or the client went away. */
export function requestMetrics(): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    response.once('close', () => {
      const labels = { method: knownMethodOf(request), route: routeOf(request), status: response.statusCode };
      httpRequests.observe(labels, (performance.now() - began) / 1_000);
    });
    next();
  };
}
