import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '@rollcall/database';
import { type EventActor, Events } from '@rollcall/events';
import { DomainError } from '@rollcall/kernel';
import type { EntityManager } from 'typeorm';

import type { BillingPlanEntity } from './billing-plan.entity.js';
import { CreditEntryEntity } from './credit-entry.entity.js';
import { CreditGrantEntity } from './credit-grant.entity.js';
import { lockAccount } from './lock-account.js';

/** What is left of each credit. */
export type CreditBalance = Readonly<Record<string, number>>;

/** A use of credits; the key makes it happen once. */
export interface CreditUse {
  readonly credit: string;
  readonly amount: number;
  readonly key: string;
}

/** A plan, and when the cycle began for which it is granted. */
export interface CreditGrant {
  readonly plan: Pick<BillingPlanEntity, 'id' | 'credits'>;
  readonly cycle: Date;
}

/** The ledger of credits: a balance is the sum of its entries. */
@Injectable()
export class Credits {
  constructor(
    private readonly transactions: Transactions,
    private readonly events: Events,
  ) {}

  async balance(agentId: number): Promise<CreditBalance> {
    return balanceOf(this.transactions.reader, agentId);
  }

  /** The balances of these agents by agent id, in one query. Who was never granted anything is left out. */
  async balances(agentIds: readonly number[]): Promise<ReadonlyMap<number, CreditBalance>> {
    const rows: { agentId: number; balance: CreditBalance }[] = await this.transactions.reader.query(
      `SELECT agent_id AS "agentId", json_object_agg(credit, amount ORDER BY credit) AS balance FROM (
         SELECT agent_id, credit, sum(amount) AS amount FROM credit_entries WHERE agent_id = ANY ($1::bigint[])
         GROUP BY agent_id, credit) AS sums
       GROUP BY agent_id`,
      [agentIds],
    );
    return new Map(rows.map(({ agentId, balance }) => [agentId, balance]));
  }

  /**
   * Takes an amount off a balance and returns what is left of everything. A use that was recorded under the key already
   * changes nothing. Uses of one account take turns, so that none goes below zero.
   * @throws DomainError `credit_exhausted`, `credit_key_reused`
   */
  async use(actor: EventActor, agentId: number, { credit, amount, key }: CreditUse): Promise<CreditBalance> {
    return this.transactions.run(async (tx) => {
      const { manager, now } = tx;
      await lockAccount(tx, agentId);
      const balance = await balanceOf(manager, agentId);
      const recorded = await manager.findOneBy(CreditEntryEntity, { agentId, key });
      if (recorded) {
        if (recorded.credit === credit && recorded.amount === -amount) return balance;
        throw new DomainError('credit_key_reused', `The key ${key} stands for another use already; choose a new one`);
      }
      const left = Object.hasOwn(balance, credit) ? (balance[credit] ?? 0) : 0;
      if (left < amount)
        throw new DomainError(
          'credit_exhausted',
          `There are ${left} of the credit ${credit} left, less than ${amount}`,
          [{ field: 'amount', message: `amount is more than the ${left} that are left` }],
        );
      await manager.insert(CreditEntryEntity, { createdAt: now, agentId, credit, amount: -amount, key });
      if (left === amount)
        await this.events.record(tx, actor, {
          type: 'credits.exhausted',
          subject: { type: 'agent', id: agentId },
          changes: { [credit]: { before: left, after: 0 } },
        });
      return { ...balance, [credit]: left - amount };
    });
  }

  /** When the cycles began, in milliseconds, for which anything was granted to the agent. */
  async grantedCycles({ manager }: Transaction, agentId: number): Promise<ReadonlySet<number>> {
    const grants = await manager.findBy(CreditGrantEntity, { agentId });
    return new Set(grants.map(({ cycle }) => cycle.getTime()));
  }

  /** Grants what plans give for cycles; a plan that was granted for a cycle before is not granted for it again. */
  async grant({ manager, now }: Transaction, agentId: number, grants: readonly CreditGrant[]): Promise<void> {
    if (grants.length === 0) return;
    const fresh: { billing_plan_id: string; cycle: Date }[] = await manager.query(
      `INSERT INTO credit_grants (agent_id, billing_plan_id, cycle, created_at)
       SELECT $1, g.plan, g.cycle, $2 FROM unnest($3::uuid[], $4::timestamptz[]) AS g(plan, cycle)
       ON CONFLICT (agent_id, billing_plan_id, cycle) DO NOTHING RETURNING billing_plan_id, cycle`,
      [agentId, now, grants.map(({ plan }) => plan.id), grants.map(({ cycle }) => cycle)],
    );
    const plans = new Map(grants.map(({ plan }) => [plan.id, plan]));
    const entries = fresh.flatMap(({ billing_plan_id: billingPlanId, cycle }) =>
      Object.entries(plans.get(billingPlanId)?.credits ?? {})
        .filter(([, amount]) => amount > 0)
        .map(([credit, amount]) => ({ createdAt: now, agentId, credit, amount, billingPlanId, cycle })),
    );
    // A version before this one grants without a record; what it granted stands.
    if (entries.length > 0)
      await manager.createQueryBuilder().insert().into(CreditEntryEntity).values(entries).orIgnore().execute();
  }
}

async function balanceOf(manager: EntityManager, agentId: number): Promise<CreditBalance> {
  const rows: { credit: string; left: string }[] = await manager.query(
    'SELECT credit, sum(amount)::text AS left FROM credit_entries WHERE agent_id = $1 GROUP BY credit ORDER BY credit',
    [agentId],
  );
  return Object.fromEntries(rows.map(({ credit, left }) => [credit, Number(left)]));
}
