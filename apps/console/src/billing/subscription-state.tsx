import type { Subscription } from '../api/billing.js';
import { useTexts } from '../shell/preferences.js';
import { State } from '../ui/badge.js';

const LOOKS = {
  trialing: { tone: 'good', shape: 'half' },
  active: { tone: 'good', shape: 'full' },
  past_due: { tone: 'warn', shape: 'half' },
  unpaid: { tone: 'bad', shape: 'cross' },
  paused: { tone: 'calm', shape: 'half' },
  incomplete: { tone: 'warn', shape: 'empty' },
  incomplete_expired: { tone: 'bad', shape: 'cross' },
  canceled: { tone: 'calm', shape: 'cross' },
  none: { tone: 'calm', shape: 'empty' },
} as const satisfies Record<Subscription, object>;

/** What Stripe says of a subscription; in its own word where that is a new one. */
export function SubscriptionState({ status }: { readonly status: string | null }) {
  const { billing: texts } = useTexts();
  const word = status ?? 'none';
  if (!isSubscription(word)) return word;
  return <State {...LOOKS[word]}>{texts.statuses[word]}</State>;
}

function isSubscription(word: string): word is Subscription {
  return Object.hasOwn(LOOKS, word);
}
