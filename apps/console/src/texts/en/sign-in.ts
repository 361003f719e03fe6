/** Why a sign-in by an identity provider failed, and what to do. */
export const signInFailures = {
  provider_off: 'This way to sign in is switched off or was changed. Choose another, or try again.',
  provider_unavailable: 'Your identity provider does not answer. Try again in a few minutes.',
  provider_refused: 'Your identity provider did not let you in, or its answer could not be trusted. Try again.',
  attempt_unknown:
    'This sign-in took longer than ten minutes, was begun in another browser or has been used. Begin again.',
  email_unverified: 'Your identity provider does not say that your e-mail is verified. Ask your administrator.',
  not_listed: 'Your e-mail or your groups are not among those that may sign in here. Ask your administrator.',
  groups_missing: 'You are in too many groups for your identity provider to send them. Ask your administrator.',
  agent_unknown: 'No agent has your e-mail. Ask your administrator to make one.',
  agent_disabled: 'Your agent is disabled. Ask your administrator.',
  agent_beyond_provider:
    'Your agent may do more than this way to sign in allows. Sign in another way, or ask your administrator.',
  agent_linked: 'Your e-mail belongs to an agent that signs in with another account. Ask your administrator.',
};
