import { Injectable } from '@nestjs/common';
import type { Actor } from '@rollcall/auth';

import { agentNotFound } from './agent.errors.js';
import type { AgentProfile } from './agent-profile.js';
import { type AgentChanges, Agents, type NewAgent } from './agents.service.js';

/** Agents that are programs: they have keys, and neither e-mail nor password. */
@Injectable()
export class ServiceAccounts {
  constructor(private readonly agents: Agents) {}

  /** @throws DomainError `invalid_input` naming unknown roles and teams, `escalation_refused` */
  async create(
    actor: Actor,
    input: Pick<NewAgent, 'firstName' | 'lastName' | 'roles' | 'teams' | 'enabled'>,
  ): Promise<AgentProfile> {
    return this.agents.create(actor, { ...input, email: null, sendWelcomeEmail: false });
  }

  /** @throws DomainError `agent_not_found`, also for the agent of a person; and the errors of {@link Agents.update} */
  async update(
    actor: Actor,
    id: number,
    changes: Pick<AgentChanges, 'versions' | 'firstName' | 'lastName' | 'roles' | 'teams' | 'enabled'>,
  ): Promise<AgentProfile> {
    if (!(await this.agents.get(id)).isService) agentNotFound(id);
    return this.agents.update(actor, id, changes);
  }
}
