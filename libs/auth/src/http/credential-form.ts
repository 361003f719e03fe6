import type { Request } from 'express';

import { authorizationOf } from './authorization.js';

/** The forms that credentials come in. Each has a passport strategy of its name. */
export type CredentialForm = 'basic' | 'token' | 'bearer' | 'header-key' | 'query-key' | 'session';

/** Those of the Authorization header, by their schemes. */
const SCHEMES: Readonly<Record<string, CredentialForm>> = { basic: 'basic', token: 'token', bearer: 'bearer' };

/**
 * The one form whose strategy is asked. Of several that a request shows, the one that says most plainly what is meant
 * counts, and when that is wrong no other does: the Authorization header, `X-API-Key`, `api_key` in the query, and last
 * the session, which browsers send unasked. A scheme that is none of ours is not for us, and is passed over.
 */
export function formShownBy(request: Pick<Request, 'headers' | 'query'>): CredentialForm {
  const { scheme } = authorizationOf(request);
  const byScheme = Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : undefined;
  if (byScheme) return byScheme;
  if (request.headers['x-api-key']) return 'header-key';
  return request.query.api_key ? 'query-key' : 'session';
}
