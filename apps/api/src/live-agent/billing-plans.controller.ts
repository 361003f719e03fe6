import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { AnyAgent, CurrentActor, RequirePermission } from '@rollcall/auth/http';

import { AgencyDto, BillingPlanBody, BillingPlanChanges, BillingPlanDto } from './billing-plan.dto.js';
import { BillingPlanViews } from './billing-plan-views.js';
import { ApiCredentials } from '../http/api-credentials.js';
import { describe } from './describe.js';
import type { LiveAgentPage, LiveAgentSuccess } from './envelope.js';
import { PageQuery } from './page.query.js';
import { Uuid } from '../http/input/path-parameter.js';

/** The agency of this installation and its billing plans. */
@ApiTags('Billing plans')
@ApiCredentials()
@Controller('api/v1/agency')
export class BillingPlansController {
  constructor(private readonly plans: BillingPlanViews) {}

  @Get()
  @AnyAgent()
  @describe({
    summary: 'The one agency of this installation',
    status: 200,
    message: 'Data retrieved successfully',
    answer: AgencyDto,
  })
  async agency(): Promise<LiveAgentSuccess<AgencyDto>> {
    return this.plans.agency();
  }

  @Post('billing/:agency_id/billing_plan')
  @RequirePermission('billing:manage')
  @describe({
    summary: 'Create a billing plan; the first becomes the default',
    status: 201,
    message: 'Data created successfully',
    answer: BillingPlanDto,
    errors: [404, 409],
  })
  async create(
    @CurrentActor() actor: Actor,
    @Uuid('agency_id') agencyId: string,
    @Body() body: BillingPlanBody,
  ): Promise<LiveAgentSuccess<BillingPlanDto>> {
    return this.plans.create(actor, agencyId, body);
  }

  @Get('billing/:agency_id/billing_plan/list')
  @RequirePermission('billing:read')
  @describe({
    summary: 'A page of billing plans, the oldest first',
    status: 200,
    message: '',
    answer: BillingPlanDto,
    page: true,
    errors: [404],
  })
  async list(
    @Uuid('agency_id') agencyId: string,
    @Query() query: PageQuery,
  ): Promise<LiveAgentSuccess<LiveAgentPage<BillingPlanDto>>> {
    return this.plans.list(agencyId, query.request());
  }

  @Get('billing/:billing_plan_id')
  @RequirePermission('billing:read')
  @describe({
    summary: 'One billing plan',
    status: 200,
    message: 'Data retrieved successfully',
    answer: BillingPlanDto,
    errors: [404],
  })
  async get(@Uuid('billing_plan_id') id: string): Promise<LiveAgentSuccess<BillingPlanDto>> {
    return this.plans.get(id);
  }

  @Put('billing/:billing_plan_id')
  @RequirePermission('billing:manage')
  @describe({
    summary: 'Change a billing plan: any of its fields',
    status: 200,
    message: 'Data updated successfully',
    answer: BillingPlanDto,
    errors: [404, 409],
  })
  async update(
    @CurrentActor() actor: Actor,
    @Uuid('billing_plan_id') id: string,
    @Body() body: BillingPlanChanges,
  ): Promise<LiveAgentSuccess<BillingPlanDto>> {
    return this.plans.update(actor, id, body);
  }
}
