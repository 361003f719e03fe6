import { Inject, Injectable } from '@nestjs/common';
import { Transactions } from '@rollcall/database';

import { BillingAccountEntity } from '../billing-account.entity.js';
import { BillingPlanEntity } from '../billing-plan.entity.js';
import { planWithoutPrice, StripeAuthority } from './stripe-authority.js';
import { StripeFailure } from './stripe-failure.js';
import { STRIPE_GATEWAY, type StripeGateway } from './stripe-gateway.js';

/** Whether a plan can be had at Stripe. */
@Injectable()
export class PlanPrices {
  constructor(
    @Inject(STRIPE_GATEWAY) private readonly stripe: StripeGateway | null,
    private readonly transactions: Transactions,
    private readonly authority: StripeAuthority,
  ) {}

  /**
   * Asks Stripe, before anything changes, whether it has a price for the plan that is chosen for an agent who pays by
   * a subscription. While Stripe is away the plan is accepted, and the sync reports it if Stripe refuses it later.
   * @throws DomainError `plan_without_price` naming the field of the plan
   */
  async assertBillable(agentId: number, planId: string | null | undefined, field: string): Promise<void> {
    if (!this.stripe || !planId) return;
    const { reader } = this.transactions;
    const account = await reader.findOneBy(BillingAccountEntity, { agentId });
    if (!account || account.activeBillingPlanId === planId || !this.authority.givesPlanOf(account)) return;
    const plan = await reader.findOneBy(BillingPlanEntity, { id: planId });
    if (!plan?.planLookupKey) return;
    if (!(await this.hasPrice(this.stripe, plan.planLookupKey)))
      throw planWithoutPrice(
        field,
        `Stripe has no active price with the lookup key ${plan.planLookupKey}; add it there`,
      );
  }

  private async hasPrice(stripe: StripeGateway, lookupKey: string): Promise<boolean> {
    try {
      return (await stripe.findPrice(lookupKey)) !== null;
    } catch (error) {
      if (error instanceof StripeFailure) return true;
      throw error;
    }
  }
}
