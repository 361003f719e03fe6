import type { Request } from 'express';

import { authorizationOf } from './authorization.js';
import { sessionTokenOf } from './session-cookies.js';

/** The forms of credentials. Each has a passport strategy with the same name. */
export type CredentialForm = 'basic' | 'token' | 'bearer' | 'header-key' | 'query-key' | 'session';

/** The forms in the Authorization header, by scheme. */
const SCHEMES: Readonly<Record<string, CredentialForm>> = { basic: 'basic', token: 'token', bearer: 'bearer' };

/**
 * The one form of credentials that is verified. If a request has several, the first of these counts: the Authorization
 * header, `X-API-Key`, `api_key` in the query, the session, which browsers send unasked. If it is wrong, the others are not
 * tried. An unknown scheme in the Authorization header is ignored.
 */
export function formShownBy(request: Pick<Request, 'headers' | 'query'>): CredentialForm {
  const { scheme } = authorizationOf(request);
  const byScheme = Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : undefined;
  if (byScheme) return byScheme;
  if (request.headers['x-api-key']) return 'header-key';
  return request.query.api_key ? 'query-key' : 'session';
}

/** The text of the credentials that are verified. `secure` says which cookie holds the session. */
export function proofShownBy(request: Pick<Request, 'headers' | 'query'>, secure: boolean): string {
  switch (formShownBy(request)) {
    case 'header-key':
      return String(request.headers['x-api-key']);
    case 'query-key':
      return typeof request.query.api_key === 'string' ? request.query.api_key : '';
    case 'session':
      return sessionTokenOf(request, secure) ?? '';
    default:
      return authorizationOf(request).credentials;
  }
}
