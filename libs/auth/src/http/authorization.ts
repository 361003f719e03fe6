import type { Request } from 'express';

/** `auth-scheme 1*SP credentials` (RFC 9110, section 11.4). */
const AUTHORIZATION = /^([^\s]+)(?: +(\S.*))?$/;

/** The Authorization header: the scheme in lower case, since its case does not matter, and the text after it. */
export function authorizationOf({ headers }: Pick<Request, 'headers'>): { scheme: string; credentials: string } {
  const [, scheme = '', credentials = ''] = AUTHORIZATION.exec(headers.authorization ?? '') ?? [];
  return { scheme: scheme.toLowerCase(), credentials };
}

/** The two halves of a key; the second is everything after the first colon (RFC 7617). Null if there is no colon. */
export function halvesOf(text: string): [key: string, secret: string] | null {
  const colon = text.indexOf(':');
  return colon < 0 ? null : [text.slice(0, colon), text.slice(colon + 1)];
}
