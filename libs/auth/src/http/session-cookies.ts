import type { Config } from '@rollcall/config';
import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';

import { ABSOLUTE_MS, type SessionTokens } from '../sessions.js';

/** The session's cookie. Behind HTTPS its prefix makes browsers accept it only from this host. */
export const SESSION_COOKIE = 'rollcall_session';
const SECURE_SESSION_COOKIE = `__Host-${SESSION_COOKIE}`;

export const CSRF_COOKIE = 'csrf_token';

/** The header in which every change sends the value of the {@link CSRF_COOKIE}. */
export const CSRF_HEADER = 'X-CSRFTOKEN';

/** The format of session tokens. */
const TOKEN = /^[\w-]{43}$/;

/** Whether people reach the api by HTTPS; if so, cookies are sent only over HTTPS. */
export function isSecure({ http: { publicUrl } }: Config): boolean {
  return publicUrl.startsWith('https:');
}

/** The session's token among the cookies of a request, or null. */
export function sessionTokenOf({ headers }: Pick<Request, 'headers'>, secure: boolean): string | null {
  const token = parseCookie(headers.cookie ?? '')[nameOf(secure)];
  return token !== undefined && TOKEN.test(token) ? token : null;
}

/** Gives a browser the cookies of a session; see {@link isSecure}. */
export function setSessionCookies(response: Response, { token, csrfToken }: SessionTokens, secure: boolean): void {
  const options = { ...cookieOptions(secure), maxAge: ABSOLUTE_MS };
  response.cookie(nameOf(secure), token, { ...options, httpOnly: true });
  response.cookie(CSRF_COOKIE, csrfToken, options);
}

/** Removes the cookies of a session from the browser. */
export function clearSessionCookies(response: Response, secure: boolean): void {
  response.clearCookie(nameOf(secure), { ...cookieOptions(secure), httpOnly: true });
  response.clearCookie(CSRF_COOKIE, cookieOptions(secure));
}

function nameOf(secure: boolean): string {
  return secure ? SECURE_SESSION_COOKIE : SESSION_COOKIE;
}

function cookieOptions(secure: boolean): CookieOptions {
  return { path: '/', sameSite: 'lax', secure };
}
