import { Module } from '@nestjs/common';
import { AgentsModule } from '@rollcall/agents';
import { BillingModule } from '@rollcall/billing';

import { BillingPlanViews } from './billing-plan-views.js';
import { BillingPlansController } from './billing-plans.controller.js';
import { CreditsController } from './credits.controller.js';
import { StripeEvents } from './stripe-events.js';
import { StripeWebhookController } from './stripe-webhook.controller.js';
import { SubaccountsController } from './subaccounts.controller.js';
import { Subaccounts } from './subaccounts.js';
import { Users } from './users.js';
import { UsersController } from './users.controller.js';

/** The window for clients of an Insighto server. */
@Module({
  imports: [AgentsModule, BillingModule],
  controllers: [
    CreditsController,
    UsersController,
    SubaccountsController,
    BillingPlansController,
    StripeWebhookController,
  ],
  providers: [BillingPlanViews, StripeEvents, Subaccounts, Users],
})
export class LiveAgentModule {}
