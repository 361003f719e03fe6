/** Why an identity provider's sign-in failed, by the api's words. */
const FAILURES = [
  'provider_off',
  'provider_unavailable',
  'provider_refused',
  'attempt_unknown',
  'email_unverified',
  'not_listed',
  'groups_missing',
  'agent_unknown',
  'agent_disabled',
  'agent_beyond_provider',
  'agent_linked',
] as const;

export type SignInFailure = (typeof FAILURES)[number];

/** Where a sign-in leads, and why the one before failed. */
export interface SignInSearch {
  readonly next?: string;
  readonly failed?: SignInFailure;
}

/** Takes only a path of the console, since anybody can write a link with an address of another site in it. */
export function parseSignInSearch({ next, failed }: Readonly<Record<string, unknown>>): SignInSearch {
  const failure = FAILURES.find((word) => word === failed);
  return {
    ...(typeof next === 'string' && /^\/console(?=[/?#]|$)/.test(next) ? { next } : {}),
    ...(failure && { failed: failure }),
  };
}
