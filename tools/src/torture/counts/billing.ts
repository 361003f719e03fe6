import type { BookedAgent } from '../client/book.js';
import { GRANTED } from '../client/client.js';
import type { StripeCustomer } from '../machine/stripe-server.js';
import type { Finding, StoredAgent } from './agents.js';
import { grouped } from './grouped.js';

/** An entry of the ledger of credits; a use has a key. */
export interface StoredCredit {
  readonly uuid: string;
  readonly amount: number;
  readonly key: string | null;
}

export const STORED_CREDITS = `SELECT uuid, amount::int, key FROM credit_entries JOIN agents ON agents.id = agent_id`;

/**
 * The accounts that the worker whose clock is behind has synced last: to it, what is paid for has not begun yet. They are granted
 * with their next reconciliation, which is later than a run waits for.
 */
export const SYNCED_BEHIND = `SELECT uuid FROM billing_accounts JOIN agents ON agents.id = agent_id
  WHERE stripe_synced_at < now() - interval '30 minutes'`;

/** Compares the uses of credits that were acknowledged, and one grant for each who subscribes, with what is stored. */
export function compareCredits(
  booked: readonly BookedAgent[],
  stored: readonly StoredCredit[],
  syncedBehind: ReadonlySet<string>,
): Finding[] {
  const byAgent = grouped(stored, ({ uuid }) => uuid);
  return booked
    .filter(({ subscribes }) => subscribes)
    .flatMap(({ uuid, uses, doubtful }) => {
      const entries = byAgent.get(uuid ?? '') ?? [];
      const grants = entries.filter(({ amount }) => amount > 0).map(({ amount }) => amount);
      const found = entries
        .filter(({ amount, key }) => amount < 0 && !doubtful.has(key ?? ''))
        .map(({ key, amount }) => `${key ?? ''}: ${-amount}`);
      const wanted = [...uses].map(([key, amount]) => `${key}: ${amount}`);
      const details = [
        ...((grants.length === 1 && grants[0] === GRANTED) || (grants.length === 0 && syncedBehind.has(uuid ?? ''))
          ? []
          : [`was granted ${grants.join(', ') || 'nothing'}`]),
        ...differences(wanted, found, 'was not used'),
        ...differences(found, wanted, 'was used and not acknowledged, or twice'),
      ];
      return details.map((detail) => ({
        wrong: 'a credit used or granted twice, or not at all' as const,
        detail: `agent ${uuid ?? ''}: ${detail}`,
      }));
    });
}

/** Each agent with a mailbox that is not deleted is one customer at Stripe; nobody is two. */
export function compareCustomers(stored: readonly StoredAgent[], customers: readonly StripeCustomer[]): Finding[] {
  const byAgent = grouped(customers, ({ agent }) => agent);
  return stored
    .filter(({ is_service: isService }) => !isService)
    .flatMap(({ id, uuid, deleted }) => {
      const count = byAgent.get(uuid)?.length ?? 0;
      return count === 1 || (deleted && count === 0)
        ? []
        : [{ wrong: 'a customer at Stripe twice, or not at all' as const, detail: `agent ${id}: ${count} customers` }];
    });
}

/** What is in the first and not, or less often, in the second. */
function differences(first: readonly string[], second: readonly string[], what: string): string[] {
  const left = [...second];
  return first.flatMap((item) => {
    const at = left.indexOf(item);
    if (at === -1) return [`${item} ${what}`];
    left.splice(at, 1);
    return [];
  });
}
