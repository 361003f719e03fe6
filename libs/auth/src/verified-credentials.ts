import type { KeyLimits } from './key-limits.js';
import type { Permission } from './permissions.js';
import type { SessionProof } from './session-proof.js';

/** The agent of a request's credentials, and what it may do. */
export interface VerifiedCredentials {
  readonly agentId: number;
  /** The key of the request, or null. */
  readonly keyId: number | null;
  /** The session of the request, or null. */
  readonly sessionId: number | null;
  /** The permissions that the agent holds now, within the scopes of the key. */
  readonly permissions: ReadonlySet<Permission>;
  /** The limits of the key; a session has none. */
  readonly limits: KeyLimits;
  /** What the session has proved; null for a key, which is no sign-in. */
  readonly proof: SessionProof | null;
}
