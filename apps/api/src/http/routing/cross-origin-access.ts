import type { CorsOptions, CorsOptionsDelegate } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { Request } from 'express';

import type { Windows } from '../window.js';

/** What a page may send and read, and for how many seconds a browser need not ask again. What asks is answered by the routing. */
const ACCESS: CorsOptions = {
  allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'X-API-Key', 'X-Request-Id'],
  exposedHeaders: ['ETag', 'Idempotency-Replayed', 'X-Request-Id', 'Retry-After', 'RateLimit', 'RateLimit-Policy'],
  maxAge: 600,
  preflightContinue: true,
};

/**
 * Lets pages of exactly these origins call the api from a browser, by the methods of the window at the path; to all others it
 * is as if there were no CORS.
 */
export function crossOriginAccess(origins: readonly string[], windows: Windows): CorsOptionsDelegate<Request> {
  return ({ headers, path }, done) => {
    const listed = origins.find((origin) => origin === headers.origin);
    done(null, listed ? { ...ACCESS, methods: [...windows.at(path).methods], origin: listed } : { origin: false });
  };
}
