import type { ActivityEntry, ActivityType } from '@rollcall/activity';

import type { AvailabilityStatus } from './agent.entity.js';

const TYPES: Record<AvailabilityStatus, ActivityType | null> = {
  online: 'agent_online',
  away: 'agent_away',
  away_manual: 'agent_away',
  away_and_reassigning: 'agent_away_reassigned',
  offline: null,
};

/** The entry that a new availability leaves in the activity log; going offline leaves none. */
export function availabilityEntry(agentId: number, status: AvailabilityStatus): ActivityEntry[] {
  const type = TYPES[status];
  return type
    ? [{ type, description: `Availability changed to ${status}`, target: { type: 'agent', id: agentId } }]
    : [];
}
