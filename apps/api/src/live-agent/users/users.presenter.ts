import { Injectable } from '@nestjs/common';
import { AgentDirectory, type AgentProfile, Agents } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { BillingAccounts } from '@rollcall/billing';
import type { PageRequest } from '@rollcall/kernel';

import { type LiveAgentPage, presentPage } from '../page.js';
import type { CreateLiveAgentBody, UpdateUserBody } from './user-body.dto.js';
import { UserDto } from './user.dto.js';

/** Agents and their billing accounts, put together as the users of this window. */
@Injectable()
export class UsersPresenter {
  constructor(
    private readonly agents: Agents,
    private readonly directory: AgentDirectory,
    private readonly accounts: BillingAccounts,
  ) {}

  async create(actor: Actor, body: CreateLiveAgentBody): Promise<UserDto> {
    const agent = await this.agents.create(actor, {
      firstName: body.first_name,
      lastName: body.last_name,
      email: body.email,
      password: { text: body.password, field: 'password' },
      roles: body.roles(),
      teams: [],
      enabled: body.is_active ?? true,
      sendWelcomeEmail: false,
      personal: body.personal(),
      billing: body.billing(),
    });
    return this.present(agent);
  }

  async mine(actor: Actor): Promise<UserDto> {
    return this.present(await this.agents.get(actor.agentId));
  }

  async update(actor: Actor, uuid: string, body: UpdateUserBody): Promise<UserDto> {
    const id = await this.directory.idToChange(actor, uuid);
    const agent = await this.agents.update(actor, id, {
      firstName: body.first_name ?? undefined,
      lastName: body.last_name ?? undefined,
      email: body.email ?? undefined,
      roles: body.roles(),
      enabled: body.is_active ?? undefined,
      personal: body.personal(),
      billing: body.billing(),
    });
    return this.present(agent);
  }

  async list(request: PageRequest): Promise<LiveAgentPage<UserDto>> {
    const page = await this.directory.profiles(request);
    const accounts = await this.accounts.getMany(page.items.map((agent) => agent.id));
    return presentPage(page, request, (agent) => new UserDto(agent, accounts.get(agent.id)));
  }

  private async present(agent: AgentProfile): Promise<UserDto> {
    return new UserDto(agent, (await this.accounts.getMany([agent.id])).get(agent.id));
  }
}
