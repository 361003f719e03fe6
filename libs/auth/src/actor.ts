import { DomainError } from '@rollcall/kernel';

import type { KeyLimits } from './key-limits.js';
import type { Permission } from './permissions.js';
import type { VerifiedCredentials } from './verified-credentials.js';

/** The agent that acts, and what it may do. In a request it is the agent of the credentials. */
export interface Actor extends VerifiedCredentials {
  /** The id of the request, for the activity log; null if there is none. */
  readonly requestId: string | null;
  /** The address the request came from, for the activity log. */
  readonly ip: string | null;
}

/**
 * The one rule against escalation: an actor never hands out a permission that it does not hold itself, by any means.
 * `act` completes the sentence "You may not …".
 * @throws DomainError `escalation_refused` with the missing permissions
 */
export function assertMayGrant(actor: Actor, permissions: Iterable<Permission>, act: string): void {
  const missing = [...new Set(permissions)].filter((permission) => !actor.permissions.has(permission));
  if (missing.length > 0)
    throw new DomainError(
      'escalation_refused',
      `You may not ${act}: that takes permissions you do not hold yourself (${missing.toSorted().join(', ')})`,
    );
}

/**
 * The rule that keeps a key within its limits: it cannot create other credentials of its own agent that go beyond them.
 * `assertMayGrant` checks scopes, and what the key may grant to others. `act` completes the sentence "You may not …".
 * @throws DomainError `escalation_refused` with the limits
 */
export function assertKeepsLimits({ agentId, limits }: Actor, ofAgent: number, wayIn: KeyLimits, act: string): void {
  if (agentId !== ofAgent) return;
  const { scopes, expiresAt, allowedIps } = limits;
  const lost = [
    ...(scopes && !wayIn.scopes ? ['scopes'] : []),
    ...(expiresAt && !(wayIn.expiresAt && wayIn.expiresAt <= expiresAt) ? ['expires_at'] : []),
    ...(allowedIps && !wayIn.allowedIps?.every((range) => allowedIps.includes(range)) ? ['allowed_ips'] : []),
  ];
  if (lost.length > 0)
    throw new DomainError(
      'escalation_refused',
      `You may not ${act}: that would go beyond the limits of the key you use (${lost.join(', ')}); use another, or log in`,
    );
}
