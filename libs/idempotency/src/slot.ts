import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const ID_BYTES = 32;
const SECRET_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

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

/** Encrypts a text for the slot, with AES-256-GCM (NIST SP 800-38D): nonce, tag, text. */
export function seal({ secret }: Slot, text: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, secret, nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** The text that {@link seal} was given. @throws Error when it was changed */
export function unseal({ secret }: Slot, sealed: Buffer): string {
  const decipher = createDecipheriv(CIPHER, secret, sealed.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = sealed.subarray(NONCE_BYTES + TAG_BYTES);
  return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
}
