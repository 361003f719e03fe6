import type { Actor } from '../actor.js';
import { UNLIMITED } from '../key-limits.js';
import type { Permission } from '../permissions.js';

/** An actor with exactly these permissions, by a session or a key without limits. It is agent 1 by default. */
export function actorWith(permissions: Iterable<Permission>, more: Partial<Actor> = {}): Actor {
  return {
    agentId: 1,
    permissions: new Set(permissions),
    keyId: null,
    sessionId: null,
    limits: UNLIMITED,
    proof: null,
    requestId: null,
    ip: null,
    ...more,
  };
}
