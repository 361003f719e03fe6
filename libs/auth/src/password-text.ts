/** Space characters beyond ASCII. On a Mac, for example, Option and the space bar type one. */
const OTHER_SPACES = /(?! )\p{Zs}/gu;

/**
 * The form in which passwords are measured, hashed and compared, so that a password is the same on every keyboard:
 * other spaces become U+0020, and the text NFC (RFC 8265, OpaqueString; NIST SP 800-63B). Case and similar-looking
 * characters stay different.
 */
export function passwordText(password: string): string {
  return password.replaceAll(OTHER_SPACES, ' ').normalize('NFC');
}
