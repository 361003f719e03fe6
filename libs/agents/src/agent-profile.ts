import { type Permission, permissionsOf } from '@rollcall/auth';

import type { AgentEntity } from './agent.entity.js';

/** What a list shows of an agent, by name. */
export const SUMMARY_FIELDS = [
  'id',
  'firstName',
  'lastName',
  'email',
  'enabled',
  'avatarUrl',
  'externalUserId',
  'availabilityStatus',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof AgentEntity)[];

/** What a list shows of an agent. */
export type AgentSummary = Pick<AgentEntity, (typeof SUMMARY_FIELDS)[number]>;

/** What a file of agents says of one of them. */
export interface AgentInFile extends Pick<AgentEntity, 'firstName' | 'lastName' | 'email'> {
  /** By name, in the order of their names. */
  readonly roles: readonly string[];
  /** By name, in the order of their names. */
  readonly teams: readonly string[];
}

/** The personal details of an agent, besides the name. */
export type PersonalFields = Pick<
  AgentEntity,
  'phone' | 'birthdate' | 'state' | 'country' | 'address' | 'isEnterprise'
>;

/** A role that an agent has. */
export interface HeldRole {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly admin: boolean;
  /** As stored. Admin has all permissions, whatever is stored. */
  readonly permissions: readonly string[];
}

/** A team that an agent is in. */
export interface JoinedTeam {
  readonly id: number;
  readonly name: string;
  readonly emoji: string | null;
}

/** What may be shown of the row of an agent. */
export type ShownFields = Omit<AgentEntity, 'passwordHash' | 'emailKey' | 'deletedAt'>;

/** An agent with what belongs to it, as it is stored. */
export interface StoredProfile extends ShownFields {
  /** In the order of their names. */
  readonly roles: readonly HeldRole[];
  /** In the order of their names. */
  readonly teams: readonly JoinedTeam[];
  /** The public half of its key named `default`. */
  readonly apiKey: string | null;
  readonly apiKeyLastUsedAt: Date | null;
}

/** The whole profile of an agent, without secrets and its billing account. */
export interface AgentProfile extends StoredProfile {
  /** The permissions of all roles, sorted and without duplicates. */
  readonly permissions: readonly Permission[];
}

/** The profile with what its roles permit. */
export function profileOf(stored: StoredProfile): AgentProfile {
  const { roles } = stored;
  const permissions = permissionsOf({
    admin: roles.some((role) => role.admin),
    listed: roles.flatMap((role) => role.permissions),
  });
  return { ...stored, permissions };
}
