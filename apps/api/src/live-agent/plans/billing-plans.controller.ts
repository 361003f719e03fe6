import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { AnyAgent, CurrentActor, RequirePermission } from '@rollcall/auth/http';

import { AgencyDto, BillingPlanBody, BillingPlanChanges, BillingPlanDto } from './billing-plan.dto.js';
import { BillingPlansPresenter } from './billing-plans.presenter.js';
import { ApiCredentials } from '../../http/api-credentials.js';
import { ApiRoute } from '../api-route.js';
import { type LiveAgentPage, PageQuery } from '../page.js';
import { Uuid } from '../../http/input/path-parameter.js';

/** The agency of this installation and its billing plans. */
@ApiTags('Billing plans')
@ApiCredentials()
@Controller('api/v1/agency')
export class BillingPlansController {
  constructor(private readonly plans: BillingPlansPresenter) {}

  @Get()
  @AnyAgent()
  @ApiRoute({
    summary: 'The one agency of this installation',
    outcome: 'retrieved',
    answer: AgencyDto,
  })
  async agency(): Promise<AgencyDto> {
    return this.plans.agency();
  }

  @Post('billing/:agency_id/billing_plan')
  @RequirePermission('billing:manage')
  @ApiRoute({
    summary: 'Create a billing plan; the first one becomes the default',
    outcome: 'created',
    answer: BillingPlanDto,
    errors: [404, 409],
  })
  async create(
    @CurrentActor() actor: Actor,
    @Uuid('agency_id') agencyId: string,
    @Body() body: BillingPlanBody,
  ): Promise<BillingPlanDto> {
    return this.plans.create(actor, agencyId, body);
  }

  @Get('billing/:agency_id/billing_plan/list')
  @RequirePermission('billing:read')
  @ApiRoute({
    summary: 'A page of billing plans, the oldest first',
    outcome: 'listed',
    answer: BillingPlanDto,
    errors: [404],
  })
  async list(@Uuid('agency_id') agencyId: string, @Query() query: PageQuery): Promise<LiveAgentPage<BillingPlanDto>> {
    return this.plans.list(agencyId, query.request());
  }

  @Get('billing/:billing_plan_id')
  @RequirePermission('billing:read')
  @ApiRoute({
    summary: 'One billing plan',
    outcome: 'retrieved',
    answer: BillingPlanDto,
    errors: [404],
  })
  async get(@Uuid('billing_plan_id') id: string): Promise<BillingPlanDto> {
    return this.plans.get(id);
  }

  @Put('billing/:billing_plan_id')
  @RequirePermission('billing:manage')
  @ApiRoute({
    summary: 'Change a billing plan: any of its fields',
    outcome: 'updated',
    answer: BillingPlanDto,
    errors: [404, 409],
  })
  async update(
    @CurrentActor() actor: Actor,
    @Uuid('billing_plan_id') id: string,
    @Body() body: BillingPlanChanges,
  ): Promise<BillingPlanDto> {
    return this.plans.update(actor, id, body);
  }
}
