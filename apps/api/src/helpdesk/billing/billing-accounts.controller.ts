import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@rollcall/auth/http';
import { AccountList } from '@rollcall/billing';

import { ApiCredentials } from '../../http/api-credentials.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { BillingAccountDto, BillingAccountsQuery } from './billing-account.dto.js';

/** The billing accounts of all agents. */
@ApiTags('Billing')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/billing-accounts')
export class BillingAccountsController {
  constructor(private readonly accounts: AccountList) {}

  @Get()
  @RequirePermission('billing:read')
  @ApiRoute({
    summary: 'The billing accounts of agents, those of the newest agents first',
    description: 'Each with what is left of its credits. Service accounts and deleted agents are left out.',
    answer: [BillingAccountDto],
  })
  async list(@Query() { filter }: BillingAccountsQuery): Promise<BillingAccountDto[]> {
    return (await this.accounts.list(filter)).map((account) => new BillingAccountDto(account));
  }
}
