import { Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { ChangesThings, CurrentActor, RequirePermission } from '@rollcall/auth/http';

import { ApiCredentials } from '../../http/api-credentials.js';
import { ApiRoute } from '../api-route.js';
import { ChangePlanQuery, RefreshCycleQuery } from './subaccounts.query.js';
import { SubaccountsPresenter } from './subaccounts.presenter.js';
import { UserDto } from '../users/user.dto.js';

const Change = (summary: string) =>
  ApiRoute({
    summary,
    description:
      'Clients of the peer use GET as well as POST, so both are served. Both change the account and are never cached.',
    outcome: 'updated',
    answer: UserDto,
    errors: [404, 409],
  });

/** The plan and cycle of one agent. */
@ApiTags('Billing plans')
@ApiCredentials()
@RequirePermission('billing:manage')
@ChangesThings()
@Controller('api/v1/agency/billing/subaccount')
export class SubaccountsController {
  constructor(private readonly subaccounts: SubaccountsPresenter) {}

  @Post('change_billing_plan')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Change('Put an agent on a plan now')
  async changePlan(@CurrentActor() actor: Actor, @Query() query: ChangePlanQuery): Promise<UserDto> {
    return this.subaccounts.changePlan(actor, query);
  }

  @Get('change_billing_plan')
  @Header('Cache-Control', 'no-store')
  @Change('Put an agent on a plan now')
  async changePlanByGet(@CurrentActor() actor: Actor, @Query() query: ChangePlanQuery): Promise<UserDto> {
    return this.subaccounts.changePlan(actor, query);
  }

  @Post('refresh_billing_cycle')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Change("Begin an agent's next cycle now")
  async refreshCycle(@CurrentActor() actor: Actor, @Query() query: RefreshCycleQuery): Promise<UserDto> {
    return this.subaccounts.refreshCycle(actor, query);
  }

  @Get('refresh_billing_cycle')
  @Header('Cache-Control', 'no-store')
  @Change("Begin an agent's next cycle now")
  async refreshCycleByGet(@CurrentActor() actor: Actor, @Query() query: RefreshCycleQuery): Promise<UserDto> {
    return this.subaccounts.refreshCycle(actor, query);
  }
}
