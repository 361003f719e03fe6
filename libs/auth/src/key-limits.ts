/** The limits of credentials beyond what their agent holds; null means no limit. */
export interface KeyLimits {
  readonly scopes: readonly string[] | null;
  readonly expiresAt: Date | null;
  readonly allowedIps: readonly string[] | null;
}

/** A session or a password, or a key without limits. */
export const UNLIMITED: KeyLimits = { scopes: null, expiresAt: null, allowedIps: null };
