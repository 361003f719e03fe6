import { queryOptions } from '@tanstack/react-query';

import { answerTo, api, mayHaveSession, type Schemas } from './client.js';
import { Problem } from './problem.js';

/** Who is signed in. */
export type Me = Schemas['AgentDto'];

/** Who is signed in; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: 60_000,
  queryFn: async (): Promise<Me | null> => {
    if (!mayHaveSession()) return null;
    return answerTo(api.GET('/api/v1/agents/me')).catch((error: unknown) => {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    });
  },
});

export async function signIn(email: string, password: string): Promise<Me> {
  return answerTo(api.POST('/api/v1/auth/login', { body: { email, password } }));
}

/** How people sign in. */
export const signInWaysQuery = queryOptions({
  queryKey: ['sign-in-ways'],
  queryFn: () => answerTo(api.GET('/api/v1/auth/sign-in-ways')),
});

/** Where a browser goes to sign in by an identity provider, and then to a page of the console. */
export function providerPath(id: number, next: string | undefined): string {
  return `/api/v1/oidc/${id}/login${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}`;
}

/** Signs the admin in by the token of the link that the first start prints. */
export async function signInByLink(token: string): Promise<Me> {
  return answerTo(api.POST('/api/v1/auth/login-link', { body: { token } }));
}

export async function requestReset(email: string): Promise<void> {
  await answerTo(api.POST('/api/v1/agents/reset-password', { body: { email } }));
}

/** Sets the password of the agent that was mailed the token. */
export async function setPassword(token: string, password: string): Promise<void> {
  await answerTo(api.POST('/api/v1/agents/set-password', { body: { token, password } }));
}

/** Where a browser goes to end its session. */
export const SIGN_OUT_PATH = '/logout';
