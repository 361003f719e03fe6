import { Injectable } from '@nestjs/common';
import { PLANNED_FOR_VALUES, Transactions } from '@rollcall/database';
import { AGENTS } from '@rollcall/identity';

import { type CreditBalance, Credits } from './credits.js';
import type { SubscriptionStatus } from './stripe/subscription-status.js';

/** Which accounts a list shows. A filter that is null excludes nothing. */
export interface AccountFilter {
  readonly planId: string | null;
  /** `none` is an account without a subscription. */
  readonly subscription: SubscriptionStatus | 'none' | null;
  /** Only those whose plan does not follow from what Stripe says. */
  readonly problemsOnly: boolean;
  /** Only agents with a smaller id. */
  readonly before: number | null;
  readonly limit: number;
}

/** An account as a list shows it. */
export interface ListedAccount {
  readonly agentId: number;
  readonly name: string;
  readonly email: string | null;
  readonly planId: string | null;
  readonly planName: string | null;
  /** As Stripe says it. */
  readonly subscription: string | null;
  readonly problem: string | null;
  readonly nextCycle: Date | null;
  readonly balance: CreditBalance;
}

/** Lists the billing accounts of agents. */
@Injectable()
export class AccountList {
  constructor(
    private readonly transactions: Transactions,
    private readonly credits: Credits,
  ) {}

  /** The newest agents first, deleted ones and service accounts left out. One statement for the accounts, one for their credits. */
  async list({ planId, subscription, problemsOnly, before, limit }: AccountFilter): Promise<ListedAccount[]> {
    const values: unknown[] = [limit];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = [
      ...(planId === null ? [] : [`account.active_billing_plan_id = ${bind(planId)}`]),
      ...(subscription === 'none' ? ['account.stripe_subscription_status IS NULL'] : []),
      ...(subscription === null || subscription === 'none'
        ? []
        : [`account.stripe_subscription_status = ${bind(subscription)}`]),
      ...(problemsOnly ? ['account.stripe_problem IS NOT NULL'] : []),
      // Of both: PostgreSQL does not conclude one from the other, and would read all agents from the newest on.
      ...(before === null ? [] : [`account.agent_id < ${bind(before)} AND agent.id < $${values.length}`]),
    ];
    const accounts: Omit<ListedAccount, 'balance'>[] = await this.transactions.reader.query(
      `/* ${PLANNED_FOR_VALUES} */ SELECT account.agent_id AS "agentId", agent.name, agent.email,
         account.active_billing_plan_id AS "planId", plan.name AS "planName",
         account.stripe_subscription_status AS subscription, account.stripe_problem AS problem,
         account.next_credits_refresh AS "nextCycle"
       FROM billing_accounts account
       JOIN ${AGENTS} agent ON agent.id = account.agent_id AND NOT agent.deleted AND NOT agent.is_service
       LEFT JOIN billing_plans plan ON plan.id = account.active_billing_plan_id
       WHERE ${['true', ...conditions].join(' AND ')} ORDER BY account.agent_id DESC LIMIT $1`,
      values,
    );
    const balances = await this.credits.balances(accounts.map(({ agentId }) => agentId));
    return accounts.map((account) => ({ ...account, balance: balances.get(account.agentId) ?? {} }));
  }
}
