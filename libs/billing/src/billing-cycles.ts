import { Injectable } from '@nestjs/common';
import { ActivityLog, WHOM } from '@rollcall/activity';
import type { Actor } from '@rollcall/auth';
import { type Transaction, Transactions } from '@rollcall/database';
import { IsNull, LessThanOrEqual } from 'typeorm';

import { BillingAccountEntity } from './billing-account.entity.js';
import { accountChanges, planEntries, planEntry } from './billing-activity.js';
import { addMonths, anniversaryAfter } from './anniversaries.js';
import { BillingPlanEntity } from './billing-plan.entity.js';
import { Credits } from './credits.js';
import { lockAccount } from './lock-account.js';
import { PlanPrices } from './stripe/plan-prices.js';
import { followsStripe, planUnknown, StripeAuthority } from './stripe/stripe-authority.js';
import { SyncRequests } from './stripe/sync-requests.js';

/** The name under which the plan to change to is asked for. */
const PLAN_FIELD = 'newBillingPlanId';

/** How many accounts one transaction renews; what follows is left to the next. */
const BATCH = 100;

/** The plan an agent is on, and the cycles in which its credits are granted. */
@Injectable()
export class BillingCycles {
  constructor(
    private readonly transactions: Transactions,
    private readonly credits: Credits,
    private readonly stripe: StripeAuthority,
    private readonly prices: PlanPrices,
    private readonly syncs: SyncRequests,
    private readonly activity: ActivityLog,
  ) {}

  /**
   * Puts an agent on a plan now. Its credits for the current cycle are granted, which begins now if there was none.
   * For an agent who pays by Stripe they are granted as soon as Stripe bills the plan's price.
   * @throws DomainError `plan_unknown`, `plan_without_price`, `plan_follows_stripe`
   */
  async changePlan(actor: Actor, agentId: number, planId: string): Promise<void> {
    await this.prices.assertBillable(agentId, planId, PLAN_FIELD);
    await this.transactions.run(async (tx) => {
      const account = await lockAccount(tx, agentId);
      const before = structuredClone(account);
      if (this.stripe.givesPlanOf(account)) await this.requestPlan(tx, account, planId);
      else await this.start(tx, account, planId);
      await this.activity.record(tx, actor, planEntry(agentId, accountChanges(before, account)));
    });
  }

  /** Begins a new cycle now, which ends after so many months; later ones keep the day of now. @throws DomainError `plan_follows_stripe` */
  async restart(actor: Actor, agentId: number, months: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      const account = await lockAccount(tx, agentId);
      if (this.stripe.givesPlanOf(account)) throw followsStripe('nextBillingCycleInMonths', account);
      const end = addMonths(tx.now, months);
      const before = structuredClone(account);
      Object.assign(account, { billingAnchor: tx.now, lastCreditsRefresh: tx.now, nextCreditsRefresh: end });
      await this.renew(tx, account, tx.now);
      const changes = accountChanges(before, account);
      const target = { type: 'agent', id: agentId } as const;
      await this.activity.record(
        tx,
        actor,
        {
          type: 'billing_cycle_restarted',
          description: `restarted the billing cycle of ${WHOM}`,
          target,
          changes,
        },
        ...planEntries(agentId, changes),
      );
    });
  }

  /**
   * Renews accounts whose cycle has ended, or that have a plan and no cycle yet, at most a hundred, each by one cycle: the
   * next plan becomes the active one and its credits are granted. Accounts whose cycles Stripe gives are left to the sync.
   * Returns how many these were. Any number of callers may do so at once: an account that one of
   * them holds is passed over by the others.
   */
  async renewDue(): Promise<number> {
    return this.transactions.run(async (tx) => {
      const { condition, parameters } = this.stripe.givesPlanSql();
      const due = await tx.manager
        .createQueryBuilder(BillingAccountEntity, 'account')
        .where('account.activeBillingPlanId IS NOT NULL')
        .andWhere([{ nextCreditsRefresh: LessThanOrEqual(tx.now) }, { nextCreditsRefresh: IsNull() }])
        .andWhere(`NOT (${condition})`, parameters)
        .orderBy('account.nextCreditsRefresh')
        .limit(BATCH)
        .setLock('pessimistic_write')
        .setOnLocked('skip_locked')
        .getMany();
      for (const account of due) {
        const before = structuredClone(account);
        const cycle = account.nextCreditsRefresh ?? tx.now;
        if (account.nextCreditsRefresh === null || account.billingAnchor === null) account.billingAnchor = cycle;
        account.lastCreditsRefresh = cycle;
        account.nextCreditsRefresh = anniversaryAfter(account.billingAnchor, cycle);
        await this.renew(tx, account, cycle);
        await this.activity.record(tx, null, ...planEntries(account.agentId, accountChanges(before, account)));
      }
      return due.length;
    });
  }

  /** Requests another plan of Stripe. The account must be locked. */
  private async requestPlan(tx: Transaction, account: BillingAccountEntity, planId: string): Promise<void> {
    const request = await this.stripe.planRequest(tx.manager, account, planId, PLAN_FIELD);
    if (Object.keys(request).length === 0) return;
    Object.assign(account, request);
    await tx.manager.save(BillingAccountEntity, account);
    await this.syncs.request(tx, account.agentId);
  }

  /** Puts the account on a plan for the cycle under way. The account must be locked. */
  private async start(tx: Transaction, account: BillingAccountEntity, planId: string): Promise<void> {
    const plan = await tx.manager.findOneBy(BillingPlanEntity, { id: planId });
    if (!plan) throw planUnknown(PLAN_FIELD);
    const isUnderWay = account.nextCreditsRefresh !== null;
    const cycle = (isUnderWay ? account.lastCreditsRefresh : null) ?? tx.now;
    const anchor = (isUnderWay ? account.billingAnchor : null) ?? cycle;
    Object.assign(account, {
      activeBillingPlanId: plan.id,
      nextBillingPlanId: null,
      billingAnchor: anchor,
      lastCreditsRefresh: cycle,
      nextCreditsRefresh: account.nextCreditsRefresh ?? anniversaryAfter(anchor, tx.now),
      billingUpdatedAt: tx.now,
    });
    await tx.manager.save(BillingAccountEntity, account);
    await this.credits.grant(tx, account.agentId, [{ plan, cycle }]);
  }

  private async renew(tx: Transaction, account: BillingAccountEntity, cycle: Date): Promise<void> {
    account.activeBillingPlanId = account.nextBillingPlanId ?? account.activeBillingPlanId;
    account.nextBillingPlanId = null;
    account.billingUpdatedAt = tx.now;
    await tx.manager.save(BillingAccountEntity, account);
    const { activeBillingPlanId: id } = account;
    const plan = id === null ? null : await tx.manager.findOneByOrFail(BillingPlanEntity, { id });
    if (plan) await this.credits.grant(tx, account.agentId, [{ plan, cycle }]);
  }
}
