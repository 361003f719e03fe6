import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A random text of `[A-Za-z0-9]`; 32 characters are 190 bits. */
export function randomText(length: number): string {
  return Array.from({ length }, () => ALPHANUMERIC[randomInt(ALPHANUMERIC.length)]).join('');
}

/** A random token, of a session or a set-password link: 256 bits as 43 characters `[A-Za-z0-9_-]`. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A random bearer token: `in-` and a {@link randomToken}. */
export function randomBearerToken(): string {
  return `in-${randomToken()}`;
}

/** The hash that is stored for a random secret. A fast hash is enough, since a random secret cannot be guessed. */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Whether the secret has this hash, in a time that does not depend on how much of it is right. */
export function matchesHash(secret: string, hash: Buffer): boolean {
  return timingSafeEqual(secretHash(secret), hash);
}
