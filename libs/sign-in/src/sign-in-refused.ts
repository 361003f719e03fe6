/** Why somebody who comes from an identity provider is not let in, as a closed list: the words for the activity log. */
export const REFUSALS = {
  provider_off: 'there is no such identity provider, or it is switched off or was changed meanwhile',
  provider_unavailable: 'the identity provider does not answer',
  provider_refused: 'the identity provider refused, or its answer does not stand the checks',
  attempt_unknown: 'the sign-in was not begun in this browser within ten minutes, or has been used',
  email_unverified: 'the identity provider does not say that the e-mail is verified',
  not_listed: 'the e-mail has none of the domains, or the account is in none of the groups, that are let in',
  groups_missing: 'the identity provider has not sent the groups, because the account is in too many',
  agent_unknown: 'no agent has the e-mail',
  agent_disabled: 'the agent is disabled',
  agent_beyond_provider: 'the agent holds, or its groups would give, more than the identity provider may give',
  agent_linked: 'the agent is linked to another account of the identity provider',
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** Somebody is not let in. The message is for the activity log, and has nothing that the provider sent. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';

  constructor(
    readonly code: RefusalCode,
    /** As whom, if that is known. */
    readonly agentId: number | null = null,
    options?: ErrorOptions,
  ) {
    super(REFUSALS[code], options);
  }
}
