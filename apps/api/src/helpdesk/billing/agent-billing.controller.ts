import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AgentBilling } from '@rollcall/agents';
import { RequirePermission } from '@rollcall/auth/http';

import { ApiCredentials } from '../../http/api-credentials.js';
import { Id } from '../../http/input/path-parameter.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { AgentBillingDto, CreditEntriesDto, CreditEntriesQuery } from './agent-billing.dto.js';

/** What agents pay and use. */
@ApiTags('Billing')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/agents')
export class AgentBillingController {
  constructor(private readonly billing: AgentBilling) {}

  @Get(':id/billing')
  @RequirePermission('billing:read')
  @ApiRoute({ summary: "An agent's plan, subscription and credits", answer: AgentBillingDto, errors: [404] })
  async overview(@Id('id') id: number): Promise<AgentBillingDto> {
    return new AgentBillingDto(await this.billing.overview(id));
  }

  @Get(':id/credit-entries')
  @RequirePermission('billing:read')
  @ApiRoute({ summary: "A slice of an agent's credit ledger, newest first", answer: CreditEntriesDto, errors: [404] })
  async entries(@Id('id') id: number, @Query() query: CreditEntriesQuery): Promise<CreditEntriesDto> {
    return new CreditEntriesDto(await this.billing.entries(id, query.cursorRequest()));
  }
}
