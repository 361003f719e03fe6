/**
 * The one normal form of an e-mail address: trimmed and lower-cased.
 * Two addresses are the same agent's exactly when their normal forms are equal.
 */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}
