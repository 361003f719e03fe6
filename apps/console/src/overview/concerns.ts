import type { Overview } from '../api/overview.js';

/** What somebody has to look after, the worst first. */
export type Concern =
  | { readonly about: 'jobs' | 'mails' | 'stripe'; readonly count: number }
  | { readonly about: 'webhook'; readonly webhook: NonNullable<Overview['unwell_webhooks']>[number] }
  | { readonly about: 'chain'; readonly count: number; readonly since: string | null };

/** An entry is sealed within seconds; who has not caught up for so long does not work. In milliseconds. */
const SEALED_WITHIN_MS = 5 * 60_000;

/** What needs attention, as far as the caller may know it. */
export function concernsOf(overview: Overview, now: number): readonly Concern[] {
  const { chain, unwell_webhooks: webhooks, queues, mails, stripe_problems: stripe } = overview;
  const caughtUp = chain?.caught_up_at ? Date.parse(chain.caught_up_at) : 0;
  return [
    ...(chain && chain.unsealed > 0 && now - caughtUp > SEALED_WITHIN_MS
      ? [{ about: 'chain', count: chain.unsealed, since: chain.caught_up_at } as const]
      : []),
    ...counted(
      'jobs',
      sum(queues, ({ failed }) => failed),
    ),
    ...counted(
      'mails',
      sum(mails, ({ failed }) => failed),
    ),
    ...counted('stripe', stripe ?? 0),
    ...(webhooks ?? []).map((webhook) => ({ about: 'webhook', webhook }) as const),
  ];
}

function counted(about: 'jobs' | 'mails' | 'stripe', count: number): readonly Concern[] {
  return count > 0 ? [{ about, count }] : [];
}

function sum<T>(rows: readonly T[] | null, of: (row: T) => number): number {
  return (rows ?? []).reduce((total, row) => total + of(row), 0);
}
