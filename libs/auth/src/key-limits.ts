import { DomainError } from '@rollcall/kernel';

import type { Actor } from './actor.js';

/** What limits a way in to an agent beyond what the agent holds; null limits nothing. */
export interface KeyLimits {
  readonly scopes: readonly string[] | null;
  readonly expiresAt: Date | null;
  readonly allowedIps: readonly string[] | null;
}

/** A session or a password, or a key without limits. */
export const UNLIMITED: KeyLimits = { scopes: null, expiresAt: null, allowedIps: null };

/**
 * The rule that keeps a key within its limits: it makes no other way in to its own agent that goes beyond them. What it may
 * grant to others is for `assertMayGrant`, and so is which scopes. `act` completes the sentence "You may not …".
 * @throws DomainError `escalation_refused` naming the limits
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
