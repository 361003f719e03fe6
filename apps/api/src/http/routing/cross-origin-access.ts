import type { CorsOptions, CorsOptionsDelegate } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { Request } from 'express';

import type { Windows } from '../window.js';

/**
 * The headers a page may send and read, and how many seconds a browser may cache this. The routing answers preflights.
 */
const ACCESS: CorsOptions = {
  allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'X-API-Key', 'X-Request-Id'],
  exposedHeaders: ['ETag', 'Idempotency-Replayed', 'X-Request-Id', 'Retry-After', 'RateLimit', 'RateLimit-Policy'],
  maxAge: 600,
  preflightContinue: true,
};

/**
 * Lets pages of exactly these origins call the api from a browser, with the methods of the window at the path. Pages of
 * other origins get no CORS headers.
 */
export function crossOriginAccess(origins: readonly string[], windows: Windows): CorsOptionsDelegate<Request> {
  return ({ headers, path }, done) => {
    const listed = origins.find((origin) => origin === headers.origin);
    done(null, listed ? { ...ACCESS, methods: [...windows.at(path).methods], origin: listed } : { origin: false });
  };
}
