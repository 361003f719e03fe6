import { Injectable } from '@nestjs/common';
import { BillingPlans, StripeWebhooks } from '@rollcall/billing';

import { StripeEventDto } from './stripe-event.dto.js';

/** The events of Stripe's in the form of this window. */
@Injectable()
export class StripeEventsPresenter {
  constructor(
    private readonly plans: BillingPlans,
    private readonly webhooks: StripeWebhooks,
  ) {}

  /** The body is a Buffer, or whatever stands for none. */
  async receive(agencyId: string, body: unknown, signature: string): Promise<StripeEventDto> {
    await this.plans.assertAgency(agencyId);
    const raw = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    return new StripeEventDto(await this.webhooks.receive(raw, signature));
  }
}
