import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import { DomainError } from '@rollcall/kernel';
import type { EntityManager } from 'typeorm';

import type { BillingAccountEntity } from '../billing-account.entity.js';
import { BILLING_FIELD_NAMES, BILLING_FIELDS, type BillingAccountFields } from '../billing-fields.js';
import { BillingPlanEntity } from '../billing-plan.entity.js';
import { givesPlan, STATUSES_WITH_PLAN } from './subscription-status.js';

/** The condition on `account`, in SQL, under which Stripe gives its plan. */
const GIVES_PLAN_SQL = `account.stripe_synced_at IS NOT NULL AND coalesce(account.stripe_subscription_status = ANY (:statuses), false)`;

type PlanRequest = Pick<BillingAccountEntity, 'activeBillingPlanId' | 'nextBillingPlanId' | 'stripeRequestedPlanId'>;

/** Who has the last word on an account: Stripe, once it was asked, or whoever holds `billing:manage`. */
@Injectable()
export class StripeAuthority {
  private readonly isAsked: boolean;

  constructor(@Inject(CONFIG) config: Config) {
    this.isAsked = config.billing.method === 'stripe';
  }

  /** Whether a subscription at Stripe gives the account its plan and its cycles. */
  givesPlanOf(account: BillingAccountEntity): boolean {
    return this.isKnown(account) && givesPlan(account.stripeSubscriptionStatus);
  }

  /** The same for a query on `account`; to be negated with NOT. */
  givesPlanSql(): { readonly condition: string; readonly parameters: { readonly statuses: readonly string[] } } {
    return { condition: this.isAsked ? GIVES_PLAN_SQL : 'false', parameters: { statuses: STATUSES_WITH_PLAN } };
  }

  /** The requested fields that may be set by hand; Stripe decides the others. */
  acceptedFields(account: BillingAccountEntity, asked: Partial<BillingAccountFields>): Partial<BillingAccountFields> {
    if (!this.isKnown(account)) return asked;
    const heeded = this.givesPlanOf(account) ? ['operator'] : ['operator', 'subscription'];
    const fields = BILLING_FIELD_NAMES.filter((field) => field in asked);
    return Object.fromEntries(
      fields.filter((field) => heeded.includes(BILLING_FIELDS[field].lastWord)).map((field) => [field, asked[field]]),
    );
  }

  /**
   * What the account notes so that the next sync has Stripe bill a plan; nothing for the one that it has, which takes back a
   * request for another that Stripe does not bill yet.
   * @throws DomainError `plan_unknown`, `plan_without_price`, `plan_follows_stripe`, each naming the field that the plan came in
   */
  async planRequest(
    manager: EntityManager,
    { activeBillingPlanId, stripeRequestedPlanId, stripeProblem }: BillingAccountEntity,
    planId: string,
    field: string,
  ): Promise<Partial<PlanRequest>> {
    if (planId === activeBillingPlanId)
      return stripeRequestedPlanId === null || stripeRequestedPlanId === planId ? {} : { stripeRequestedPlanId: null };
    if (stripeProblem !== null) throw notHere(field, stripeProblem);
    const plan = await manager.findOneBy(BillingPlanEntity, { id: planId });
    if (!plan) throw planUnknown(field);
    if (plan.planLookupKey === null)
      throw planWithoutPrice(field, 'the agent pays by Stripe and this plan has no plan_lookup_key; give it one');
    return { activeBillingPlanId: planId, nextBillingPlanId: null, stripeRequestedPlanId: planId };
  }

  private isKnown(account: BillingAccountEntity): boolean {
    return this.isAsked && account.stripeSyncedAt !== null;
  }
}

/** The failure that something is for the subscription to say. */
export function followsStripe(field: string, { stripeSubscriptionId: id }: BillingAccountEntity): DomainError {
  return notHere(field, `the agent pays by the subscription ${id ?? ''}; schedule it there, at Stripe`);
}

function notHere(field: string, reason: string): DomainError {
  return new DomainError('plan_follows_stripe', `This cannot be set here: ${reason}`, [
    { field, message: `${field}: ${reason}` },
  ]);
}

/** The failure that a plan named in this field cannot be billed. */
export function planWithoutPrice(field: string, reason: string): DomainError {
  return new DomainError('plan_without_price', `The plan has no price at Stripe: ${reason}`, [
    { field, message: `${field}: ${reason}` },
  ]);
}

/** The failure that a plan named in this field does not exist. */
export function planUnknown(field: string): DomainError {
  return new DomainError('plan_unknown', 'There is no such billing plan', [
    { field, message: `${field}: there is no such billing plan` },
  ]);
}
