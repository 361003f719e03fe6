import { Injectable } from '@nestjs/common';
import { ActivityLog, WHOM } from '@rollcall/activity';
import { type AgentProfile, Agents } from '@rollcall/agents';
import {
  type Actor,
  assertKeepsLimits,
  assertMayGrant,
  assertSteppedUp,
  type FactorsOfAgent,
  SecondFactors,
  Sessions,
  UNLIMITED,
} from '@rollcall/auth';
import { Transactions } from '@rollcall/database';
import { Mails } from '@rollcall/mail';

/** The second factors of any agent, for those who manage agents. */
@Injectable()
export class FactorResets {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: Agents,
    private readonly factors: SecondFactors,
    private readonly sessions: Sessions,
    private readonly mails: Mails,
    private readonly activity: ActivityLog,
  ) {}

  /** @throws DomainError `agent_not_found` */
  async listOf(id: number): Promise<FactorsOfAgent> {
    await this.agents.get(id);
    return this.factors.of(this.transactions.reader, id);
  }

  /**
   * Removes all second factors of an agent that has lost them, ends its sessions and tells it by mail. Whoever does so could come closer
   * to being that agent, so it takes what the agent may do, and a fresh second factor where the actor has one.
   * @throws DomainError `agent_not_found`, `escalation_refused`, `second_factor_needed`
   */
  async reset(actor: Actor, id: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      const agent = await this.agents.lock(tx, id);
      assertMayReset(actor, agent);
      const removed = await this.factors.removeAll(tx.manager, id);
      if (removed.length === 0) return;
      await this.sessions.endAll(tx.manager, id);
      await this.activity.record(tx, actor, {
        type: 'mfa_reset',
        description: `removed the second factors of ${WHOM} (${removed.map(({ name }) => `"${name}"`).join(', ')})`,
        target: { type: 'agent', id },
      });
      if (agent.email !== null) await this.mails.queueSecondFactorsReset(tx, { id, email: agent.email });
    });
  }
}

function assertMayReset(actor: Actor, { id, permissions }: AgentProfile): void {
  const act = `reset the second factors of agent ${id}`;
  assertMayGrant(actor, permissions, act);
  assertKeepsLimits(actor, id, UNLIMITED, act);
  assertSteppedUp(actor);
}
