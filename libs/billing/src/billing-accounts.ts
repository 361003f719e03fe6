import { Injectable } from '@nestjs/common';
import type { ActivityChanges } from '@rollcall/activity';
import type { Actor } from '@rollcall/auth';
import { type Transaction, Transactions, violatedConstraint } from '@rollcall/database';
import { DomainError } from '@rollcall/kernel';
import { In, IsNull, Not } from 'typeorm';

import { BillingAccountEntity } from './billing-account.entity.js';
import { accountChanges } from './billing-activity.js';
import { type BillingAccountFields, NEW_BILLING_ACCOUNT } from './billing-fields.js';
import { lockAccount } from './lock-account.js';
import { permittedBillingFields } from './permitted-billing-fields.js';
import { PlanPrices } from './stripe/plan-prices.js';
import { followsStripe, planUnknown, StripeAuthority } from './stripe/stripe-authority.js';
import { SyncRequests } from './stripe/sync-requests.js';

const PLAN_FIELDS: Readonly<Record<string, string>> = {
  billing_accounts_active_fkey: 'activeBillingPlanId',
  billing_accounts_next_fkey: 'nextBillingPlanId',
};

/** What is set of a new account, and in what it differs from an empty one, for the activity log. */
export interface NewAccount {
  readonly fields: Partial<BillingAccountFields>;
  readonly changes: ActivityChanges;
}

/**
 * The account of a new agent, with the requested fields that the actor may set.
 * @throws DomainError `billing_refused`
 */
export function newAccount(actor: Actor, asked: Partial<BillingAccountFields> = {}): NewAccount {
  const permitted = permittedBillingFields(actor, asked);
  const fields = { ...permitted, ...(permitted.isTrial ? { usedTrial: true } : {}) };
  return { fields, changes: accountChanges(NEW_BILLING_ACCOUNT, fields) };
}

/** The billing account that each agent has from the moment it is created. */
@Injectable()
export class BillingAccounts {
  constructor(
    private readonly transactions: Transactions,
    private readonly stripe: StripeAuthority,
    private readonly prices: PlanPrices,
    private readonly syncs: SyncRequests,
  ) {}

  /** Opens the account of a new agent. @throws DomainError `plan_unknown` */
  async open(tx: Transaction, agentId: number, fields: Partial<BillingAccountFields>): Promise<void> {
    await knowingPlans(() => tx.manager.insert(BillingAccountEntity, { agentId, ...fields }));
    await this.syncs.request(tx, agentId);
  }

  /** Opens the accounts of many new agents, without fields of their own, in one statement. */
  async openMany(tx: Transaction, agentIds: readonly number[]): Promise<void> {
    await tx.manager.query('INSERT INTO billing_accounts (agent_id) SELECT unnest($1::bigint[])', [agentIds]);
    await this.syncs.requestMany(tx, agentIds);
  }

  /**
   * What is to be asked of Stripe before the transaction in which an agent's account is changed.
   * @throws DomainError `plan_without_price`
   */
  async assertChangeable(actor: Actor, agentId: number, asked: Partial<BillingAccountFields> = {}): Promise<void> {
    if (actor.permissions.has('billing:manage'))
      await this.prices.assertBillable(agentId, asked.activeBillingPlanId, 'activeBillingPlanId');
  }

  /**
   * Sets the requested fields that the actor may set, except those that Stripe decides. If the agent pays by Stripe,
   * a chosen plan is requested of Stripe, and another name or address is sent to it. Returns the changes, for the
   * activity log.
   * @throws DomainError `billing_refused`, `plan_unknown`, `plan_without_price`, `plan_follows_stripe`, `trial_used`
   */
  async change(
    tx: Transaction,
    actor: Actor,
    agentId: number,
    asked: Partial<BillingAccountFields> = {},
    contactChanged = false,
  ): Promise<ActivityChanges> {
    const account = Object.keys(asked).length > 0 ? await lockAccount(tx, agentId) : null;
    const permitted = account ? permittedBillingFields(actor, asked, account) : {};
    const isAsked = Object.keys(permitted).length > 0;
    if (isAsked || contactChanged) await this.syncs.request(tx, agentId);
    return account && isAsked ? this.set(tx, account, permitted) : {};
  }

  /** Has the subscription of an agent that is deleted ended. */
  async close(tx: Transaction, agentId: number): Promise<void> {
    await this.syncs.request(tx, agentId);
  }

  private async set(
    tx: Transaction,
    account: BillingAccountEntity,
    permitted: Partial<BillingAccountFields>,
  ): Promise<ActivityChanges> {
    const fields = { ...this.stripe.acceptedFields(account, permitted) };
    const changes = {
      ...fields,
      ...trialOf(account, fields),
      ...(this.stripe.givesPlanOf(account) ? await this.plansOf(tx, account, fields) : {}),
    };
    if (Object.keys(changes).length > 0)
      await knowingPlans(() => tx.manager.update(BillingAccountEntity, { agentId: account.agentId }, changes));
    return accountChanges(account, changes);
  }

  /**
   * The plans that are stored for an agent who pays by Stripe: the active one as a request to Stripe, and no next
   * one, since a subscription has none.
   */
  private async plansOf(
    { manager }: Transaction,
    account: BillingAccountEntity,
    { activeBillingPlanId: asked, nextBillingPlanId: next }: Partial<BillingAccountFields>,
  ): Promise<Partial<BillingAccountEntity>> {
    if (next && next !== account.nextBillingPlanId) throw followsStripe('nextBillingPlanId', account);
    const { activeBillingPlanId: active } = account;
    const request = asked ? await this.stripe.planRequest(manager, account, asked, 'activeBillingPlanId') : {};
    return { activeBillingPlanId: active, ...request };
  }

  /** How many accounts have a plan that does not follow from what Stripe says. Read from an index alone. */
  async countProblems(): Promise<number> {
    return this.transactions.reader.countBy(BillingAccountEntity, { stripeProblem: Not(IsNull()) });
  }

  /** The accounts of these agents by agent id, in one query. */
  async getMany(agentIds: readonly number[]): Promise<ReadonlyMap<number, BillingAccountEntity>> {
    const accounts = await this.transactions.reader.findBy(BillingAccountEntity, { agentId: In([...agentIds]) });
    return new Map(accounts.map((account) => [account.agentId, account]));
  }
}

/**
 * An agent can have one trial. Being on a trial uses it, and the agent gets another only after `trial_used` was taken
 * back.
 */
function trialOf(
  account: BillingAccountEntity,
  { isTrial, usedTrial }: Partial<BillingAccountFields>,
): Partial<BillingAccountFields> {
  if (isTrial && !account.isTrial && (usedTrial === undefined ? account.usedTrial : usedTrial))
    throw new DomainError('trial_used', 'The agent had its trial already; set used_trial to false to grant another', [
      {
        field: 'isTrial',
        message: 'isTrial: the agent had its trial already; set usedTrial to false to grant another',
      },
    ]);
  return (isTrial ?? account.isTrial) ? { usedTrial: true } : {};
}

/** A plan that does not exist is the database's to notice. */
async function knowingPlans(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const field = PLAN_FIELDS[violatedConstraint(error) ?? ''];
    if (!field) throw error;
    throw planUnknown(field);
  }
}
