import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { AgencyEntity } from './agency.entity.js';
import { BillingAccountEntity } from './billing-account.entity.js';
import { BillingAccounts } from './billing-accounts.js';
import { BillingCycles } from './billing-cycles.js';
import { BillingPlanEntity } from './billing-plan.entity.js';
import { BillingPlans } from './billing-plans.service.js';
import { CreditEntryEntity } from './credit-entry.entity.js';
import { Credits } from './credits.js';

@Module({
  imports: [TypeOrmModule.forFeature([AgencyEntity, BillingAccountEntity, BillingPlanEntity, CreditEntryEntity])],
  providers: [BillingAccounts, BillingCycles, BillingPlans, Credits],
  exports: [BillingAccounts, BillingCycles, BillingPlans, Credits],
})
export class BillingModule {}
