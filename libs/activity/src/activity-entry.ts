import type { ActivityTarget, ActivityType } from './activity.entity.js';
import type { ActivityChanges } from './changes.js';

/**
 * The subject of an entry, by its number, or by its uuid if it has no number. The number is null if there is no such
 * thing.
 */
export type EntryTarget = { readonly type: ActivityTarget } & (
  { readonly id: number | null } | { readonly uuid: string }
);

/**
 * In a description it stands for the agent that the entry is about. The agent's name is put there when the entry is
 * written. No other text has this character.
 */
export const WHOM = '\0';

/**
 * One thing that was done. The description follows the name of the actor, and contains no secrets. `changes` is left
 * out where no fields are involved, and empty where nothing was changed.
 * @example { type: 'agent_away', description: `changed ${WHOM} status to away`, target: { type: 'agent', id: 9 } }
 */
export interface ActivityEntry {
  readonly type: ActivityType;
  readonly description: string;
  readonly target: EntryTarget;
  readonly changes?: ActivityChanges;
}
