import { Injectable } from '@nestjs/common';
import { ActivityLog } from '@rollcall/activity';
import type { Actor } from '@rollcall/auth';
import { together, Transactions } from '@rollcall/database';

import { updatedEntries } from './agent-activity.js';
import { agentNotFound } from './agent.errors.js';
import type { AgentProfile } from './agent-profile.js';
import { assertSelfOrManager } from './agent-rules.js';
import { AgentsRepository } from './agents.repository.js';

/** Names the avatars of agents. */
@Injectable()
export class AgentAvatars {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly activity: ActivityLog,
  ) {}

  /**
   * Names the stored file that is the agent's avatar from now on, or null for none. The file before it is one that nothing names:
   * a trigger of the database sees to that.
   * @throws DomainError `agent_not_found`, `permission_missing`
   */
  async set(actor: Actor, id: number, avatarUrl: string | null): Promise<AgentProfile> {
    assertSelfOrManager(actor, id);
    return this.transactions.run(async (tx) => {
      const before = (await this.agents.lockProfile(tx.manager, id)) ?? agentNotFound(id);
      if (before.avatarUrl === avatarUrl) return before;
      const changes = { avatarUrl, updatedAt: tx.now };
      const after = { ...before, ...changes };
      await together([
        this.agents.update(tx.manager, id, changes),
        this.activity.record(tx, actor, ...updatedEntries(actor, before, after, { billing: {}, passwordSet: false })),
      ]);
      return after;
    });
  }
}
