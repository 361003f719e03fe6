import { Injectable } from '@nestjs/common';
import { Transactions } from '@rollcall/database';
import { type CursorRequest, DomainError, type Page, type PageRequest, type Slice } from '@rollcall/kernel';

import type { AgentProfile, AgentSummary } from './agent-profile.js';
import { type AgentFilter, AgentsListRepository } from './agents-list.repository.js';
import { AgentsRepository } from './agents.repository.js';

/** The lists of agents, newest change first: whole, by page or by cursor. */
@Injectable()
export class AgentDirectory {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: AgentsListRepository,
    private readonly agents: AgentsRepository,
  ) {}

  async all(filter: AgentFilter): Promise<readonly AgentSummary[]> {
    return this.lists.all(this.transactions.reader, filter);
  }

  async page(filter: AgentFilter, request: PageRequest): Promise<Page<AgentSummary>> {
    return this.lists.page(this.transactions.reader, filter, request);
  }

  /** A page of everything there is to know of each agent, the oldest agent first. */
  async profiles(request: PageRequest): Promise<Page<AgentProfile>> {
    return this.agents.pageOfProfiles(this.transactions.reader, request);
  }

  /** The id that an agent has in the helpdesk window. @throws DomainError `agent_not_found` */
  async idOf(uuid: string): Promise<number> {
    const id = await this.agents.findIdByUuid(this.transactions.reader, uuid);
    if (id === null) throw new DomainError('agent_not_found', `There is no agent ${uuid}`);
    return id;
  }

  /** @throws DomainError `invalid_input` when the cursor is none of ours */
  async slice(filter: AgentFilter, request: CursorRequest): Promise<Slice<AgentSummary>> {
    return this.lists.slice(this.transactions.reader, filter, request);
  }
}
