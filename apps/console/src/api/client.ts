import createClient, { type Middleware } from 'openapi-fetch';

import { Problem } from './problem.js';
import type { components, paths } from './schema.js';

/** The objects of the API's description, by name. */
export type Schemas = components['schemas'];

const CSRF_COOKIE = 'csrf_token';

/** Whether the browser has been given a session; the api knows whether that is still under way. */
export function mayHaveSession(): boolean {
  return csrfToken() !== undefined;
}

function csrfToken(): string | undefined {
  return document.cookie
    .split('; ')
    .find((cookie) => cookie.startsWith(`${CSRF_COOKIE}=`))
    ?.slice(CSRF_COOKIE.length + 1);
}

/** Every request says that a page sends it: changes need the token, and no answer then makes the browser ask for a password. */
const csrf: Middleware = {
  onRequest({ request }) {
    request.headers.set('X-CSRFTOKEN', csrfToken() ?? 'none');
  },
};

/** Calls the API as its description says. */
export const api = createClient<paths>({ baseUrl: '/' });
api.use(csrf);

interface Tagged<T> {
  readonly data: T;
  readonly etag: string;
}

interface Answer<T> {
  readonly data?: { readonly data: T };
  readonly error?: unknown;
  readonly response: Response;
}

/** What the api answers to a call. @throws Problem */
export async function answerTo<T>(call: Promise<Answer<T>>): Promise<T> {
  return (await taggedAnswerTo(call)).data;
}

/** What the api answers to a call, and the ETag by which it recognises it. @throws Problem */
export async function taggedAnswerTo<T>(call: Promise<Answer<T>>): Promise<Tagged<T>> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    throw new Problem(cause instanceof Error ? cause.message : String(cause), 0, null);
  });
  if (data) return { data: data.data, etag: response.headers.get('ETag') ?? '' };
  throw Problem.of(error, response);
}
