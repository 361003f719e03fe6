import type { ActivityTarget } from '@rollcall/activity';

/** What clients of this window call what an entry is about: to them an agent is a user. */
export const TARGET_WORDS = {
  agent: 'user',
  team: 'team',
  role: 'role',
  billing_plan: 'billing_plan',
} as const satisfies Record<ActivityTarget, string>;

export type TargetWord = (typeof TARGET_WORDS)[ActivityTarget];
