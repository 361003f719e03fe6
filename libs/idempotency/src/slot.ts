import { hkdfSync } from 'node:crypto';

const ID_BYTES = 32;
const SECRET_BYTES = 32;

/** The row of one answer, and the secret that encrypts it. Neither reveals the key or the credentials. */
export interface Slot {
  readonly id: Buffer;
  readonly secret: Buffer;
}

/**
 * The slot of a key with these credentials, by HKDF (RFC 5869). Credentials are random, so a reader of the database
 * cannot find out keys by trying.
 */
export function slotOf(credentials: string, key: string): Slot {
  const derived = Buffer.from(hkdfSync('sha256', credentials, key, 'rollcall idempotency', ID_BYTES + SECRET_BYTES));
  return { id: derived.subarray(0, ID_BYTES), secret: derived.subarray(ID_BYTES) };
}
