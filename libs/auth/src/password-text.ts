/** Space characters beyond ASCII, such as the one that Option and the space bar type on a Mac. */
const OTHER_SPACES = /(?! )\p{Zs}/gu;

/**
 * The one form in which a password is measured, hashed and compared, so that it is the same wherever it is typed: other
 * spaces as U+0020, and NFC (RFC 8265, OpaqueString; NIST SP 800-63B). Case and similar-looking characters stay different.
 */
export function passwordText(password: string): string {
  return password.replaceAll(OTHER_SPACES, ' ').normalize('NFC');
}
