import type { Permission } from '@rollcall/auth';

import type { AgentEntity } from './agent.entity.js';

/** What a list shows of an agent. */
export type AgentSummary = Pick<
  AgentEntity,
  | 'id'
  | 'firstName'
  | 'lastName'
  | 'email'
  | 'enabled'
  | 'avatarUrl'
  | 'externalUserId'
  | 'availabilityStatus'
  | 'createdAt'
  | 'updatedAt'
>;

/** What an agent's owner says of the person, beside the name. */
export type PersonalFields = Pick<
  AgentEntity,
  'phone' | 'birthdate' | 'state' | 'country' | 'address' | 'isEnterprise'
>;

/** Everything there is to know of an agent, but secrets and its billing account. */
export interface AgentProfile extends Omit<AgentEntity, 'passwordHash' | 'emailKey' | 'deletedAt'> {
  readonly roles: readonly { readonly uuid: string; readonly name: string; readonly admin: boolean }[];
  /** Those of all roles, sorted and each once. */
  readonly permissions: readonly Permission[];
  readonly teams: readonly { readonly id: number; readonly name: string; readonly emoji: string | null }[];
  /** The public half of its key named `default`. */
  readonly apiKey: string | null;
  readonly apiKeyLastUsedAt: Date | null;
}
