import type { CorsOptions, CorsOptionsDelegate } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { Request } from 'express';

/** What a page may send and read, and for how many seconds a browser need not ask again. What asks is answered by the routing. */
const ACCESS: CorsOptions = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
  allowedHeaders: ['Authorization', 'Content-Type', 'X-API-Key', 'X-Request-Id'],
  exposedHeaders: ['X-Request-Id', 'Retry-After', 'RateLimit', 'RateLimit-Policy'],
  maxAge: 600,
  preflightContinue: true,
};

/** Lets pages of exactly these origins call the api from a browser; to all others it is as if there were no CORS. */
export function crossOriginAccess(origins: readonly string[]): CorsOptionsDelegate<Request> {
  return ({ headers }, done) => {
    const listed = origins.find((origin) => origin === headers.origin);
    done(null, listed ? { ...ACCESS, origin: listed } : { origin: false });
  };
}
