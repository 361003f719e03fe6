import type { Permission } from './permissions.js';

/** Who stands behind the credentials that a request came with. */
export interface VerifiedCredentials {
  readonly agentId: number;
  /** The key it came with, or null. */
  readonly keyId: number | null;
  /** The session it came with, or null. */
  readonly sessionId: number | null;
  /** What the agent holds now, within the scopes of the key. */
  readonly permissions: ReadonlySet<Permission>;
  /** The ranges of addresses that they are good from; null for everywhere. */
  readonly allowedIps: readonly string[] | null;
}
