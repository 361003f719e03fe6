import { Injectable } from '@nestjs/common';
import { AgentDirectory, Agents } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { BillingAccounts, BillingCycles, BillingPlans } from '@rollcall/billing';

import { inPart } from '../../http/input/in-part.js';
import type { ChangePlanQuery, RefreshCycleQuery } from './subaccounts.query.js';
import { UserDto } from '../users/user.dto.js';

/** The billing of single agents, as the agency changes it. */
@Injectable()
export class SubaccountsPresenter {
  constructor(
    private readonly agents: Agents,
    private readonly directory: AgentDirectory,
    private readonly accounts: BillingAccounts,
    private readonly cycles: BillingCycles,
    private readonly plans: BillingPlans,
  ) {}

  async changePlan(actor: Actor, query: ChangePlanQuery): Promise<UserDto> {
    await this.plans.assertAgency(query.agency_id);
    const id = await this.directory.idOf(query.subaccount_user_id);
    await inPart('query', () => this.cycles.changePlan(actor, id, query.new_billing_plan_id));
    return this.present(id);
  }

  async refreshCycle(actor: Actor, query: RefreshCycleQuery): Promise<UserDto> {
    await this.plans.assertAgency(query.agency_id);
    const id = await this.directory.idOf(query.subaccount_user_id);
    await this.cycles.restart(actor, id, query.next_billing_cycle_in_months);
    return this.present(id);
  }

  private async present(id: number): Promise<UserDto> {
    const [agent, accounts] = await Promise.all([this.agents.get(id), this.accounts.getMany([id])]);
    return new UserDto(agent, accounts.get(id));
  }
}
