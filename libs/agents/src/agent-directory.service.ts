import { Injectable } from '@nestjs/common';
import { Transactions } from '@rollcall/database';
import type { CursorRequest, Page, PageRequest, Slice } from '@rollcall/kernel';

import type { AgentSummary } from './agent-profile.js';
import { type AgentFilter, AgentsListRepository } from './agents-list.repository.js';

/** The lists of agents, newest change first: whole, by page or by cursor. */
@Injectable()
export class AgentDirectory {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: AgentsListRepository,
  ) {}

  async all(filter: AgentFilter): Promise<readonly AgentSummary[]> {
    return this.lists.all(this.transactions.reader, filter);
  }

  async page(filter: AgentFilter, request: PageRequest): Promise<Page<AgentSummary>> {
    return this.lists.page(this.transactions.reader, filter, request);
  }

  /** @throws DomainError `invalid_input` when the cursor is none of ours */
  async slice(filter: AgentFilter, request: CursorRequest): Promise<Slice<AgentSummary>> {
    return this.lists.slice(this.transactions.reader, filter, request);
  }
}
