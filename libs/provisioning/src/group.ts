import type { TeamEntity } from '@rollcall/teams';

import type { Member } from './provisioned-users.repository.js';
import { versionText } from './user.js';

/** A team as its identity provider knows it. */
export interface ProvisionedGroup {
  readonly team: TeamEntity;
  /** By which the owner of the key knows it. */
  readonly externalId: string | null;
  /** The people in it, the oldest first; undefined where nobody asked for them. */
  readonly members: readonly Member[] | undefined;
}

/** What a provider may set of a group. */
export interface GroupInput {
  readonly name: string;
  readonly externalId: string | null;
  /** The uuids of its members, each once. */
  readonly members: readonly string[];
}

/** Stands for all that a provider reads of a group; null where its members are not known. 16 characters `[A-Za-z0-9_-]`. */
export function versionOfGroup({ team, externalId, members }: ProvisionedGroup): string | null {
  return members === undefined
    ? null
    : versionText([team.id, team.name, team.updatedAt, externalId, members.map(({ uuid }) => uuid)]);
}
