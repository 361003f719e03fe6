import { Injectable } from '@nestjs/common';
import { type AccountOverview, CreditLedger, type CreditEntryEntity } from '@rollcall/billing';
import { Transactions } from '@rollcall/database';
import type { CursorRequest, Slice } from '@rollcall/kernel';

import { agentNotFound } from './agent.errors.js';
import { AgentsRepository } from './agents.repository.js';

/** What agents pay and use, for those who look after it. */
@Injectable()
export class AgentBilling {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly ledger: CreditLedger,
  ) {}

  /** @throws DomainError `agent_not_found` */
  async overview(id: number): Promise<AccountOverview> {
    await this.assertThere(id);
    return this.ledger.overview(id);
  }

  /** The ledger, the latest entry first. @throws DomainError `agent_not_found`, `invalid_input` */
  async entries(id: number, request: CursorRequest): Promise<Slice<CreditEntryEntity>> {
    await this.assertThere(id);
    return this.ledger.slice(id, request);
  }

  private async assertThere(id: number): Promise<void> {
    if (!(await this.agents.findById(this.transactions.reader, id))) agentNotFound(id);
  }
}
