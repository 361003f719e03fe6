import { Injectable } from '@nestjs/common';
import { Transactions } from '@rollcall/database';
import { DomainError } from '@rollcall/kernel';
import type { EntityManager } from 'typeorm';

import { BillingAccountEntity } from './billing-account.entity.js';
import type { BillingPlanEntity } from './billing-plan.entity.js';
import { CreditEntryEntity } from './credit-entry.entity.js';

/** What is left of each credit. */
export type CreditBalance = Readonly<Record<string, number>>;

/** A use of credits; the key makes it happen once. */
export interface CreditUse {
  readonly credit: string;
  readonly amount: number;
  readonly key: string;
}

/** The ledger of credits: a balance is the sum of its entries. */
@Injectable()
export class Credits {
  constructor(private readonly transactions: Transactions) {}

  async balance(agentId: number): Promise<CreditBalance> {
    return balanceOf(this.transactions.reader, agentId);
  }

  /**
   * Takes an amount off a balance and returns what is left of everything. A use that was recorded under the key already
   * changes nothing. Uses of one account take turns, so that none goes below zero.
   * @throws DomainError `credit_exhausted`, `credit_key_reused`
   */
  async use(agentId: number, { credit, amount, key }: CreditUse): Promise<CreditBalance> {
    return this.transactions.run(async ({ manager, now }) => {
      await manager.findOneOrFail(BillingAccountEntity, { where: { agentId }, lock: { mode: 'for_no_key_update' } });
      const balance = await balanceOf(manager, agentId);
      const recorded = await manager.findOneBy(CreditEntryEntity, { agentId, key });
      if (recorded) {
        if (recorded.credit === credit && recorded.amount === -amount) return balance;
        throw new DomainError('credit_key_reused', `The key ${key} stands for another use already; choose a new one`);
      }
      const left = balance[credit] ?? 0;
      if (left < amount)
        throw new DomainError(
          'credit_exhausted',
          `There are ${left} of the credit ${credit} left, less than ${amount}`,
          [{ field: 'amount', message: `amount is more than the ${left} that are left` }],
        );
      await manager.insert(CreditEntryEntity, { createdAt: now, agentId, credit, amount: -amount, key });
      return { ...balance, [credit]: left - amount };
    });
  }

  /** Grants a plan's credits for a cycle; what was granted for it before is not granted again. */
  async grant(manager: EntityManager, agentId: number, plan: BillingPlanEntity, cycle: Date, now: Date): Promise<void> {
    const grants = Object.entries(plan.credits).filter(([, amount]) => amount > 0);
    await manager.query(
      `INSERT INTO credit_entries (created_at, agent_id, credit, amount, billing_plan_id, cycle)
       SELECT $1, $2, g.credit, g.amount, $3, $4 FROM unnest($5::text[], $6::bigint[]) AS g(credit, amount)
       ON CONFLICT (agent_id, billing_plan_id, cycle, credit) DO NOTHING`,
      [now, agentId, plan.id, cycle, grants.map(([credit]) => credit), grants.map(([, amount]) => amount)],
    );
  }
}

async function balanceOf(manager: EntityManager, agentId: number): Promise<CreditBalance> {
  const rows: { credit: string; left: string }[] = await manager.query(
    'SELECT credit, sum(amount)::text AS left FROM credit_entries WHERE agent_id = $1 GROUP BY credit ORDER BY credit',
    [agentId],
  );
  return Object.fromEntries(rows.map(({ credit, left }) => [credit, Number(left)]));
}
