/** What limits a way in to an agent beyond what the agent holds; null limits nothing. */
export interface KeyLimits {
  readonly scopes: readonly string[] | null;
  readonly expiresAt: Date | null;
  readonly allowedIps: readonly string[] | null;
}

/** A session or a password, or a key without limits. */
export const UNLIMITED: KeyLimits = { scopes: null, expiresAt: null, allowedIps: null };
