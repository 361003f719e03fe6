/** Space characters beyond ASCII, as the one of Option and the space bar on a Mac. */
const OTHER_SPACES = /(?! )\p{Zs}/gu;

/**
 * The one form in which a password is measured, hashed and compared, so that it is the same wherever it is typed: other
 * spaces as U+0020, and NFC (RFC 8265, OpaqueString; NIST SP 800-63B). Case, and what looks alike, stay apart.
 */
export function passwordText(password: string): string {
  return password.replaceAll(OTHER_SPACES, ' ').normalize('NFC');
}
