import { Injectable } from '@nestjs/common';
import { ActivityLog, changesBetween } from '@rollcall/activity';
import type { Actor } from '@rollcall/auth';
import { together, Transactions } from '@rollcall/database';
import { Events, type NewEvent } from '@rollcall/events';

import type { AvailabilityStatus } from './agent.entity.js';
import { agentNotFound } from './agent.errors.js';
import type { AgentProfile } from './agent-profile.js';
import { AgentsRepository } from './agents.repository.js';
import { availabilityEntries, availabilityEntry } from './availability.js';

/** An `online` or `away` agent that has done nothing for this long becomes `offline`. */
const IDLE_MS = 5 * 60_000;

/** Sets the availability of agents. */
@Injectable()
export class AgentAvailability {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly activity: ActivityLog,
    private readonly events: Events,
  ) {}

  /**
   * Sets the actor's own availability. What an idle client reports never overrides what the agent chose. It leaves no
   * entry in the log, since clients report every break.
   * @throws DomainError `agent_not_found`
   */
  async set(actor: Actor, status: AvailabilityStatus, source: 'user' | 'idle'): Promise<AgentProfile> {
    const id = actor.agentId;
    return this.transactions.run(async (tx) => {
      const agent = (await this.agents.lockProfile(tx.manager, id)) ?? agentNotFound(id);
      const chosenByHand =
        agent.availabilityStatus === 'away_manual' || agent.availabilityStatus === 'away_and_reassigning';
      if (agent.availabilityStatus === status || (source === 'idle' && chosenByHand)) return agent;
      const changes = { availabilityStatus: status, updatedAt: tx.now, lastActiveAt: tx.now };
      // There is no activity type for going offline in the contract.
      const [entry = availabilityEntry(actor, 'agent_updated', agent, status)] = availabilityEntries(
        actor,
        agent,
        status,
      );
      await together([
        this.agents.update(tx.manager, id, changes),
        source === 'user'
          ? this.activity.record(tx, actor, entry)
          : this.events.record(tx, actor, availabilityEvent(agent, status)),
      ]);
      return { ...agent, ...changes };
    });
  }

  /**
   * Takes agents offline that have gone quiet, and returns how many. There is no entry in the log, since no agent did
   * it.
   */
  async takeQuietOffline(): Promise<number> {
    return this.transactions.run(({ manager, now }) =>
      this.agents.takeIdleOffline(manager, new Date(now.getTime() - IDLE_MS), now),
    );
  }
}

/** The event of a new availability that leaves no entry in the log. */
function availabilityEvent({ id, availabilityStatus }: AgentProfile, after: AvailabilityStatus): NewEvent {
  return {
    type: 'agent.availability_changed',
    subject: { type: 'agent', id },
    changes: changesBetween({ availabilityStatus }, { availabilityStatus: after }),
  };
}
