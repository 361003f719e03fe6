import { type ActivityEntry, type ActivityType, changesBetween } from '@rollcall/activity';

import type { AvailabilityStatus } from './agent.entity.js';

const TYPES: Record<AvailabilityStatus, ActivityType | null> = {
  online: 'agent_online',
  away: 'agent_away',
  away_manual: 'agent_away',
  away_and_reassigning: 'agent_away_reassigned',
  offline: null,
};

/** The entry that a new availability leaves in the activity log; going offline has none of its own. */
export function availabilityEntry(
  agentId: number,
  before: AvailabilityStatus,
  after: AvailabilityStatus,
): ActivityEntry[] {
  const type = TYPES[after];
  return type && before !== after
    ? [
        {
          type,
          description: `Availability changed to ${after}`,
          target: { type: 'agent', id: agentId },
          changes: changesBetween({ availabilityStatus: before }, { availabilityStatus: after }),
        },
      ]
    : [];
}
