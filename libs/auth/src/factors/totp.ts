import { generateSecret, generateURI, verifySync } from 'otplib';

/** The clocks of phone and server may differ by so much, in seconds: one time step. */
const TOLERANCE_SECONDS = 30;

/** A code of an app: six digits. People see them in two groups, and may type the space. */
const CODE = /^\d{3} ?\d{3}$/;

/** Whether a text has the form of a code of an app. */
export function isTotpCode(text: string): boolean {
  return CODE.test(text);
}

/** A random secret of 160 bits, in Base32. */
export function newTotpSecret(): string {
  return generateSecret();
}

/** What an app reads from a QR code: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export function totpUri(issuer: string, account: string, secret: string): string {
  return generateURI({ issuer, label: account, secret });
}

/**
 * The time step (RFC 6238) of a code that is right now, or was or will be within 30 seconds; null for a wrong one. Whether the code
 * was used before is for the caller to know.
 */
export function totpStep(secret: string, code: string, now: Date): number | null {
  if (!isTotpCode(code)) return null;
  const result = verifySync({
    secret,
    token: code.replace(' ', ''),
    epoch: Math.floor(now.getTime() / 1_000),
    epochTolerance: TOLERANCE_SECONDS,
  });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}
