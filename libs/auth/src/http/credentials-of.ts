import type { Request, RequestHandler } from 'express';
import passport from 'passport';

import type { Actor } from '../actor.js';
import { isWithin } from '../address-ranges.js';
import type { VerifiedCredentials } from '../verified-credentials.js';
import { formShownBy } from './credential-form.js';
import { originOf } from './request-origin.js';

/** Its strategies are those of the guards. */
const strategies: passport.Authenticator<RequestHandler, RequestHandler> = passport;

/**
 * Verifies the credentials of a request that no guard has seen, such as one with a malformed body.
 * @returns null if they are wrong, or none
 */
export async function credentialsOf(request: Request): Promise<VerifiedCredentials | null> {
  const credentials = await verifiedOf(request);
  return credentials && areGoodFrom(credentials, originOf(request)) ? credentials : null;
}

/** Whether credentials may be used from where a request comes from. */
export function areGoodFrom({ limits: { allowedIps } }: VerifiedCredentials, { ip }: Pick<Actor, 'ip'>): boolean {
  return allowedIps === null || isWithin(allowedIps, ip);
}

function verifiedOf(request: Request): Promise<VerifiedCredentials | null> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, credentials: VerifiedCredentials | false) => {
      if (error) reject(error);
      else resolve(credentials || null);
    };
    const verify = strategies.authenticate(formShownBy(request), { session: false }, done);
    if (request.res) void verify(request, request.res, reject);
    else resolve(null);
  });
}
