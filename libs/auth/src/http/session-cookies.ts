import type { CookieOptions, Request, Response } from 'express';

import { ABSOLUTE_MS, type SessionTokens } from '../sessions.js';

export const SESSION_COOKIE = 'rollcall_session';
export const CSRF_COOKIE = 'csrf_token';

/** The header that brings the value of the {@link CSRF_COOKIE} along with every change. */
export const CSRF_HEADER = 'X-CSRFTOKEN';

const TOKEN = new RegExp(`(?:^|;\\s*)${SESSION_COOKIE}=([A-Za-z0-9_-]{43})(?:;|$)`);

/** The session's token among the cookies of a request, or null. */
export function sessionTokenOf({ headers }: Pick<Request, 'headers'>): string | null {
  return TOKEN.exec(headers.cookie ?? '')?.[1] ?? null;
}

/** Gives a browser the cookies of a session; `secure` where it came by HTTPS. */
export function setSessionCookies(response: Response, { token, csrfToken }: SessionTokens, secure: boolean): void {
  const options = { ...cookieOptions(secure), maxAge: ABSOLUTE_MS };
  response.cookie(SESSION_COOKIE, token, { ...options, httpOnly: true });
  response.cookie(CSRF_COOKIE, csrfToken, options);
}

/** Takes them away again. */
export function clearSessionCookies(response: Response, secure: boolean): void {
  response.clearCookie(SESSION_COOKIE, { ...cookieOptions(secure), httpOnly: true });
  response.clearCookie(CSRF_COOKIE, cookieOptions(secure));
}

function cookieOptions(secure: boolean): CookieOptions {
  return { path: '/', sameSite: 'lax', secure };
}
