import { Injectable } from '@nestjs/common';
import { AgentDirectory, type AgentProfile, Agents } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { BillingAccounts } from '@rollcall/billing';
import { DomainError, type PageRequest } from '@rollcall/kernel';

import { created, listed, type LiveAgentPage, type LiveAgentSuccess, retrieved, updated } from './envelope.js';
import type { CreateLiveAgentBody, UpdateUserBody } from './user-body.dto.js';
import { UserDto } from './user.dto.js';

/** Agents and their billing accounts, put together as the users of this window. */
@Injectable()
export class Users {
  constructor(
    private readonly agents: Agents,
    private readonly directory: AgentDirectory,
    private readonly accounts: BillingAccounts,
  ) {}

  async create(actor: Actor, body: CreateLiveAgentBody): Promise<LiveAgentSuccess<UserDto>> {
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
    return created(await this.present(agent));
  }

  async mine(actor: Actor): Promise<LiveAgentSuccess<UserDto>> {
    return retrieved(await this.present(await this.agents.get(actor.agentId)));
  }

  /** For the agent itself and for who holds `users:manage`. */
  async update(actor: Actor, uuid: string, body: UpdateUserBody): Promise<LiveAgentSuccess<UserDto>> {
    const manages = actor.permissions.has('users:manage');
    const id = manages ? await this.directory.idOf(uuid) : actor.agentId;
    if (!manages && (await this.agents.get(id)).uuid !== uuid.toLowerCase())
      throw new DomainError('permission_missing', 'Changing another agent takes the permission users:manage');
    const agent = await this.agents.update(actor, id, {
      firstName: body.first_name ?? undefined,
      lastName: body.last_name ?? undefined,
      email: body.email ?? undefined,
      roles: body.roles(),
      enabled: body.is_active ?? undefined,
      personal: body.personal(),
      billing: body.billing(),
    });
    return updated(await this.present(agent));
  }

  async list(request: PageRequest): Promise<LiveAgentSuccess<LiveAgentPage<UserDto>>> {
    const page = await this.directory.profiles(request);
    const accounts = await this.accounts.getMany(page.items.map((agent) => agent.id));
    return listed(page, request, (agent) => new UserDto(agent, accounts.get(agent.id)));
  }

  private async present(agent: AgentProfile): Promise<UserDto> {
    return new UserDto(agent, (await this.accounts.getMany([agent.id])).get(agent.id));
  }
}
