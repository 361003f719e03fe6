import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActivityModule } from '@rollcall/activity';
import { CONFIG, type Config } from '@rollcall/config';
import { EventsModule } from '@rollcall/events';

import { AccountList } from './account-list.js';
import { AgencyEntity } from './agency.entity.js';
import { BillingAccountEntity } from './billing-account.entity.js';
import { BillingAccounts } from './billing-accounts.js';
import { BillingCycles } from './billing-cycles.js';
import { BillingPlanEntity } from './billing-plan.entity.js';
import { BillingPlans } from './billing-plans.service.js';
import { CreditEntryEntity } from './credit-entry.entity.js';
import { CreditGrantEntity } from './credit-grant.entity.js';
import { CreditLedger } from './credit-ledger.js';
import { Credits } from './credits.js';
import { BillingSync } from './stripe/billing-sync.js';
import { PlanPrices } from './stripe/plan-prices.js';
import { createStripeClient } from './stripe/stripe-client.js';
import { StripeEventEntity } from './stripe/stripe-event.entity.js';
import { STRIPE_GATEWAY, StripeGateway } from './stripe/stripe-gateway.js';
import { StripeAuthority } from './stripe/stripe-authority.js';
import { StripePush } from './stripe/stripe-push.js';
import { StripeWebhooks } from './stripe/stripe-webhooks.js';
import { SyncCandidates } from './stripe/sync-candidates.js';
import { SyncRequests } from './stripe/sync-requests.js';

const ENTITIES = [
  AgencyEntity,
  BillingAccountEntity,
  BillingPlanEntity,
  CreditEntryEntity,
  CreditGrantEntity,
  StripeEventEntity,
];
const SERVICES = [
  AccountList,
  BillingAccounts,
  BillingCycles,
  BillingPlans,
  BillingSync,
  CreditLedger,
  Credits,
  PlanPrices,
  StripeAuthority,
  StripePush,
  StripeWebhooks,
  SyncCandidates,
  SyncRequests,
];

@Module({
  imports: [TypeOrmModule.forFeature(ENTITIES), ActivityModule, EventsModule],
  providers: [
    ...SERVICES,
    {
      provide: STRIPE_GATEWAY,
      inject: [CONFIG],
      useFactory: ({ billing }: Config) => {
        const client = createStripeClient(billing);
        return client && new StripeGateway(client);
      },
    },
  ],
  exports: SERVICES,
})
export class BillingModule {}
