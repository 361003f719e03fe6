import { Injectable } from '@nestjs/common';
import type { ActivityChanges } from '@rollcall/activity';
import type { Actor } from '@rollcall/auth';
import { type Transaction, Transactions, violatedConstraint } from '@rollcall/database';
import { DomainError } from '@rollcall/kernel';
import { In } from 'typeorm';

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

/** The billing account that each agent has from the moment it is created. */
@Injectable()
export class BillingAccounts {
  constructor(
    private readonly transactions: Transactions,
    private readonly stripe: StripeAuthority,
    private readonly prices: PlanPrices,
    private readonly syncs: SyncRequests,
  ) {}

  /**
   * Opens the account of a new agent and returns in what it differs from an empty one, for the activity log.
   * @throws DomainError `billing_refused`, `plan_unknown`
   */
  async open(
    tx: Transaction,
    actor: Actor | null,
    agentId: number,
    asked: Partial<BillingAccountFields> = {},
  ): Promise<ActivityChanges> {
    const permitted = actor ? permittedBillingFields(actor, asked) : asked;
    const fields = { ...permitted, ...(permitted.isTrial ? { usedTrial: true } : {}) };
    await knowingPlans(() => tx.manager.insert(BillingAccountEntity, { agentId, ...fields }));
    await this.syncs.request(tx, agentId);
    return accountChanges(NEW_BILLING_ACCOUNT, fields);
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
   * Sets what the actor may of what is asked for, except the fields in which Stripe has the last word. A plan chosen for an agent who pays by
   * Stripe is requested of Stripe. Returns what is different by now, for the activity log; null when there was nothing to set.
   * @throws DomainError `billing_refused`, `plan_unknown`, `plan_without_price`, `plan_follows_stripe`, `trial_used`
   */
  async change(
    tx: Transaction,
    actor: Actor,
    agentId: number,
    asked: Partial<BillingAccountFields>,
  ): Promise<ActivityChanges | null> {
    if (Object.keys(asked).length === 0) return null;
    const account = await lockAccount(tx, agentId);
    const permitted = permittedBillingFields(actor, asked, account);
    if (Object.keys(permitted).length === 0) return null;
    const fields = { ...this.stripe.acceptedFields(account, permitted) };
    const changes = {
      ...fields,
      ...trialOf(account, fields),
      ...(this.stripe.givesPlanOf(account) ? await this.plansOf(tx, account, fields) : {}),
    };
    if (Object.keys(changes).length > 0)
      await knowingPlans(() => tx.manager.update(BillingAccountEntity, { agentId }, changes));
    await this.syncs.request(tx, agentId);
    return accountChanges(account, changes);
  }

  /**
   * What is noted of the plans chosen for an agent who pays by Stripe: the active one is requested of Stripe, and there is no
   * next one, since the subscription has none.
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

  /** The accounts of these agents by agent id, in one query. */
  async getMany(agentIds: readonly number[]): Promise<ReadonlyMap<number, BillingAccountEntity>> {
    const accounts = await this.transactions.reader.findBy(BillingAccountEntity, { agentId: In([...agentIds]) });
    return new Map(accounts.map((account) => [account.agentId, account]));
  }
}

/** A trial is had once: being on one uses it, and who used it gets another only after that was taken back. */
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
