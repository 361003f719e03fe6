import { Injectable } from '@nestjs/common';
import { BillingPlans, StripeWebhooks } from '@rollcall/billing';

import { StripeEventDto } from './stripe-event.dto.js';

/** Receives Stripe events and answers in the form of this window. */
@Injectable()
export class StripeEventsPresenter {
  constructor(
    private readonly plans: BillingPlans,
    private readonly webhooks: StripeWebhooks,
  ) {}

  /** The body is a Buffer; anything else means that there is none. */
  async receive(agencyId: string, body: unknown, signature: string): Promise<StripeEventDto> {
    await this.plans.assertAgency(agencyId);
    const raw = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    return new StripeEventDto(await this.webhooks.receive(raw, signature));
  }
}
