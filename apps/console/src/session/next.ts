/** Where a sign-in leads. */
export interface SignInSearch {
  readonly next?: string;
}

/** Takes only a path of the console, since anybody can write a link with an address of another site in it. */
export function parseSignInSearch({ next }: Readonly<Record<string, unknown>>): SignInSearch {
  return typeof next === 'string' && /^\/console(?=[/?#]|$)/.test(next) ? { next } : {};
}
