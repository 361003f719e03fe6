import { Module } from '@nestjs/common';
import { AgentsModule } from '@rollcall/agents';
import { BillingModule } from '@rollcall/billing';

import { BillingPlansPresenter } from './plans/billing-plans.presenter.js';
import { BillingPlansController } from './plans/billing-plans.controller.js';
import { CreditsController } from './credits/credits.controller.js';
import { StripeEventsPresenter } from './stripe/stripe-events.presenter.js';
import { StripeWebhookController } from './stripe/stripe-webhook.controller.js';
import { SubaccountsController } from './subaccounts/subaccounts.controller.js';
import { SubaccountsPresenter } from './subaccounts/subaccounts.presenter.js';
import { UsersPresenter } from './users/users.presenter.js';
import { UsersController } from './users/users.controller.js';

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
  providers: [BillingPlansPresenter, StripeEventsPresenter, SubaccountsPresenter, UsersPresenter],
})
export class LiveAgentModule {}
