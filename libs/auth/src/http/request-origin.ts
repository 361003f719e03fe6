import type { Request } from 'express';

import type { Actor } from '../actor.js';

/** The address that a request came from, and the request id, which the answer has too. */
export function originOf({ ip, res }: Request): Pick<Actor, 'ip' | 'requestId'> {
  const id = res?.getHeader('X-Request-Id');
  return { ip: ip ?? null, requestId: typeof id === 'string' ? id : null };
}
