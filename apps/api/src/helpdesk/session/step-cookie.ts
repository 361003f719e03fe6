import { STEP_MS } from '@rollcall/auth';
import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';

/** The cookie of a login that waits for the second factor. Behind HTTPS its prefix makes browsers accept it only from this host. */
const COOKIE = 'rollcall_login';

/** The format of its tokens. */
const TOKEN = /^[\w-]{43}$/;

/** Gives a browser the token of its login; it stays in this browser. */
export function setStepCookie(response: Response, token: string, secure: boolean): void {
  response.cookie(nameOf(secure), token, { ...optionsOf(secure), maxAge: STEP_MS });
}

export function clearStepCookie(response: Response, secure: boolean): void {
  response.clearCookie(nameOf(secure), optionsOf(secure));
}

/** The token among the cookies of a request, or null. */
export function stepTokenOf({ headers }: Request, secure: boolean): string | null {
  const token = parseCookie(headers.cookie ?? '')[nameOf(secure)];
  return token !== undefined && TOKEN.test(token) ? token : null;
}

function nameOf(secure: boolean): string {
  return secure ? `__Host-${COOKIE}` : COOKIE;
}

function optionsOf(secure: boolean): CookieOptions {
  return { path: '/', sameSite: 'strict', secure, httpOnly: true };
}
