import type { ActivityTarget } from '@rollcall/activity';

/** The word of this window for the target of an entry: its clients call an agent a user. */
export const TARGET_WORDS = {
  agent: 'user',
  team: 'team',
  role: 'role',
  billing_plan: 'billing_plan',
  webhook: 'webhook',
  oidc_provider: 'oidc_provider',
  job: 'job',
} as const satisfies Record<ActivityTarget, string>;

export type TargetWord = (typeof TARGET_WORDS)[ActivityTarget];
