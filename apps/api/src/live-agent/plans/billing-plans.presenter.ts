import { Injectable } from '@nestjs/common';
import type { Actor } from '@rollcall/auth';
import { BillingPlans } from '@rollcall/billing';
import type { PageRequest } from '@rollcall/kernel';

import {
  AgencyDto,
  type BillingPlanBody,
  type BillingPlanChanges,
  BillingPlanDto,
  planChanges,
} from './billing-plan.dto.js';
import { type LiveAgentPage, presentPage } from '../page.js';

const DEFAULTS = {
  defaultPlan: false,
  removeBranding: false,
  advancedIntents: false,
  autoIntents: false,
  billingPlanGroup: null,
  credits: {},
  attributes: {},
  planLookupKey: null,
};

/** The billing plans in the form of this window. */
@Injectable()
export class BillingPlansPresenter {
  constructor(private readonly plans: BillingPlans) {}

  async agency(): Promise<AgencyDto> {
    return new AgencyDto(await this.plans.agency());
  }

  async create(actor: Actor, agencyId: string, body: BillingPlanBody): Promise<BillingPlanDto> {
    const { name, description, bots_count, queries_count, words_count, voice_seconds, premium_support } = body;
    const plan = await this.plans.create(actor, agencyId, {
      ...DEFAULTS,
      ...planChanges(body),
      name,
      description,
      botsCount: bots_count,
      queriesCount: queries_count,
      wordsCount: words_count,
      voiceSeconds: voice_seconds,
      premiumSupport: premium_support,
    });
    return new BillingPlanDto(plan, agencyId);
  }

  async list(agencyId: string, request: PageRequest): Promise<LiveAgentPage<BillingPlanDto>> {
    return presentPage(await this.plans.list(agencyId, request), request, (plan) => new BillingPlanDto(plan, agencyId));
  }

  async get(id: string): Promise<BillingPlanDto> {
    return new BillingPlanDto(await this.plans.get(id), await this.agencyId());
  }

  async update(actor: Actor, id: string, body: BillingPlanChanges): Promise<BillingPlanDto> {
    return new BillingPlanDto(await this.plans.update(actor, id, planChanges(body)), await this.agencyId());
  }

  private async agencyId(): Promise<string> {
    return (await this.plans.agency()).id;
  }
}
