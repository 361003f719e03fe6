import type { Request } from 'express';

import type { Actor } from '../actor.js';

/** Where a request came from, and the id that it was given when it came in, which its answer bears. */
export function originOf({ ip, res }: Request): Pick<Actor, 'ip' | 'requestId'> {
  const id = res?.getHeader('X-Request-Id');
  return { ip: ip ?? null, requestId: typeof id === 'string' ? id : null };
}
