import type { KeyLimits } from './key-limits.js';
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
  /** What limits the key; a session is not limited. */
  readonly limits: KeyLimits;
}
