import { type ActivityEntry, type ActivityType, changesBetween, WHOM } from '@rollcall/activity';
import type { Actor } from '@rollcall/auth';

import type { AvailabilityStatus } from './agent.entity.js';

const TYPES: Record<AvailabilityStatus, ActivityType | null> = {
  online: 'agent_online',
  away: 'agent_away',
  away_manual: 'agent_away',
  away_and_reassigning: 'agent_away_reassigned',
  offline: null,
};

/** The words that clients use. */
const WORDS: Record<AvailabilityStatus, string> = {
  online: 'online',
  away: 'away',
  away_manual: 'away',
  away_and_reassigning: 'away and reassigning',
  offline: 'offline',
};

interface Availability {
  readonly id: number;
  readonly availabilityStatus: AvailabilityStatus;
}

/**
 * The entry that a new availability leaves in the activity log. There is none when nothing changed, or when the agent
 * goes offline.
 */
export function availabilityEntries(actor: Actor, before: Availability, after: AvailabilityStatus): ActivityEntry[] {
  const type = TYPES[after];
  return type && before.availabilityStatus !== after ? [availabilityEntry(actor, type, before, after)] : [];
}

/** The entry of this type for a new availability. */
export function availabilityEntry(
  { agentId }: Actor,
  type: ActivityType,
  { id, availabilityStatus }: Availability,
  after: AvailabilityStatus,
): ActivityEntry {
  return {
    type,
    description: agentId === id ? `is ${WORDS[after]}` : `changed ${WHOM} status to ${WORDS[after]}`,
    target: { type: 'agent', id },
    changes: changesBetween({ availabilityStatus }, { availabilityStatus: after }),
  };
}
