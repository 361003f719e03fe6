import type { Actor } from '../actor.js';
import { UNLIMITED } from '../key-limits.js';
import type { Permission } from '../permissions.js';

/** Somebody who may do this and no more, by a session or a key without limits; agent 1 unless said otherwise. */
export function actorWith(permissions: Iterable<Permission>, more: Partial<Actor> = {}): Actor {
  return {
    agentId: 1,
    permissions: new Set(permissions),
    keyId: null,
    sessionId: null,
    limits: UNLIMITED,
    requestId: null,
    ip: null,
    ...more,
  };
}
