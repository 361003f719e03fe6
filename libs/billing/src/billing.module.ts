import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { AgencyEntity } from './agency.entity.js';
import { BillingAccountEntity } from './billing-account.entity.js';
import { BillingAccounts } from './billing-accounts.js';
import { BillingPlanEntity } from './billing-plan.entity.js';
import { BillingPlans } from './billing-plans.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([AgencyEntity, BillingAccountEntity, BillingPlanEntity])],
  providers: [BillingAccounts, BillingPlans],
  exports: [BillingAccounts, BillingPlans],
})
export class BillingModule {}
