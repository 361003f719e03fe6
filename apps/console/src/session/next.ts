import { signInFailures } from '../texts/en/sign-in.js';

/** Why an identity provider's sign-in failed, by the api's words. */
export type SignInFailure = keyof typeof signInFailures;

/** Where a sign-in leads, and why the one before failed. */
export interface SignInSearch {
  readonly next?: string;
  readonly failed?: SignInFailure;
}

/** Takes only a path of the console, since anybody can write a link with an address of another site in it. */
export function parseSignInSearch({ next, failed }: Readonly<Record<string, unknown>>): SignInSearch {
  return {
    ...(typeof next === 'string' && /^\/console(?=[/?#]|$)/.test(next) ? { next } : {}),
    ...(isFailure(failed) ? { failed } : {}),
  };
}

function isFailure(word: unknown): word is SignInFailure {
  return typeof word === 'string' && Object.hasOwn(signInFailures, word);
}
