interface StatusMeaning {
  /** What Stripe may say next, one step on. */
  readonly next: readonly string[];
  /** Whether the plan of the subscription's price is the agent's. */
  readonly givesPlan: boolean;
  /** Whether credits are granted for the cycles of such a subscription that were paid for, a trial's with nothing. */
  readonly grantsPaidCycles: boolean;
}

/**
 * The states of a subscription in Stripe's own words, with the steps between them and what each means here.
 * https://docs.stripe.com/api/subscriptions/object#subscription_object-status
 */
export const SUBSCRIPTION_STATUSES = {
  incomplete: {
    next: ['active', 'trialing', 'incomplete_expired', 'canceled'],
    givesPlan: false,
    grantsPaidCycles: false,
  },
  incomplete_expired: { next: [], givesPlan: false, grantsPaidCycles: false },
  trialing: { next: ['active', 'past_due', 'unpaid', 'paused', 'canceled'], givesPlan: true, grantsPaidCycles: true },
  active: { next: ['trialing', 'past_due', 'unpaid', 'paused', 'canceled'], givesPlan: true, grantsPaidCycles: true },
  past_due: { next: ['active', 'trialing', 'unpaid', 'paused', 'canceled'], givesPlan: true, grantsPaidCycles: true },
  unpaid: { next: ['active', 'trialing', 'paused', 'canceled'], givesPlan: true, grantsPaidCycles: true },
  paused: { next: ['active', 'trialing', 'past_due', 'unpaid', 'canceled'], givesPlan: true, grantsPaidCycles: true },
  canceled: { next: [], givesPlan: false, grantsPaidCycles: true },
} as const satisfies Record<string, StatusMeaning>;

export type SubscriptionStatus = keyof typeof SUBSCRIPTION_STATUSES;

/** The states in which the plan of the subscription's price is the agent's. */
export const STATUSES_WITH_PLAN = Object.keys(SUBSCRIPTION_STATUSES)
  .filter(isSubscriptionStatus)
  .filter((status) => SUBSCRIPTION_STATUSES[status].givesPlan);

export function isSubscriptionStatus(word: string): word is SubscriptionStatus {
  return Object.hasOwn(SUBSCRIPTION_STATUSES, word);
}

/** Whether a stored word, which may be anything, stands for a subscription that gives its plan. */
export function givesPlan(word: string | null): boolean {
  return word !== null && isSubscriptionStatus(word) && SUBSCRIPTION_STATUSES[word].givesPlan;
}

/** Whether paid cycles of a subscription in this state are granted. A subscription that never began has none. */
export function grantsPaidCycles(status: SubscriptionStatus): boolean {
  return SUBSCRIPTION_STATUSES[status].grantsPaidCycles;
}

/** Whether a subscription has come to its end, from which none returns. */
export function isEnded(status: SubscriptionStatus): boolean {
  return SUBSCRIPTION_STATUSES[status].next.length === 0;
}

/**
 * Whether a subscription seen in one state can be seen in the other later, with any number of steps in between. Where it
 * cannot, the later answer is older than the earlier.
 */
export function canFollow(before: SubscriptionStatus, after: SubscriptionStatus): boolean {
  if (before === after) return true;
  if (isEnded(before) || after === 'incomplete') return false;
  return after !== 'incomplete_expired' || before === 'incomplete';
}
