import {
  type Actor,
  assertKeepsLimits,
  assertMayGrant,
  assertSteppedUp,
  type Permission,
  UNLIMITED,
} from '@rollcall/auth';
import { DomainError } from '@rollcall/kernel';

import { assertNotSelf } from './agent.errors.js';
import type { AgentProfile } from './agent-profile.js';

/** The part of a role that decides who may hand it out. */
export interface GrantedRole {
  readonly uuid: string;
  readonly name: string;
  readonly admin: boolean;
  readonly permissions: readonly Permission[];
}

/** The part of a change that decides who may make it. */
export interface AskedChange {
  /** All roles that the agent will have; undefined when they stay as they are. */
  readonly roles: readonly GrantedRole[] | undefined;
  readonly enabled: boolean | undefined;
  readonly email: boolean;
  readonly password: boolean;
}

/** An actor may hand out only roles whose permissions it has itself. @throws DomainError `escalation_refused` */
export function assertMayHandOut(actor: Actor, roles: readonly GrantedRole[]): void {
  for (const role of roles) assertMayGrant(actor, role.permissions, `hand out the role "${role.name}"`);
}

/**
 * The rules for a change of an agent:
 * - a service account never gets an e-mail or a password;
 * - an actor cannot disable itself;
 * - the System agent stays an enabled Admin, since everybody can regain access through it;
 * - an actor that hands out a role must have the role's permissions;
 * - an actor that sets a new e-mail or password for an agent, or enables it again, must have the agent's permissions;
 * - a session sets a new e-mail or password with a second factor that is no older than ten minutes, if its agent has one;
 * - a key with limits cannot set the e-mail or password of its own agent, since these would let it in without limits.
 * @throws DomainError `agent_protected`, `escalation_refused`, `second_factor_needed`
 */
export function assertMayChange(
  actor: Actor,
  agent: AgentProfile,
  { roles, enabled, email, password }: AskedChange,
): void {
  const { id } = agent;
  if (agent.isService && (email || password))
    throw new DomainError('agent_protected', `Agent ${id} is a service account: it has no e-mail and no password`);
  if (enabled === false) assertNotSelf(actor, id, 'disable');
  if (agent.isSystem) assertStaysSystem(roles, enabled);
  assertMayHandOut(actor, roles?.filter(({ uuid }) => !agent.roles.some((held) => held.uuid === uuid)) ?? []);
  if (email || password) {
    assertMayGrant(actor, agent.permissions, `change the e-mail or password of agent ${id}`);
    assertKeepsLimits(actor, id, UNLIMITED, 'change your own e-mail or password');
    assertSteppedUp(actor);
  }
  if (enabled && !agent.enabled) assertMayGrant(actor, agent.permissions, `enable agent ${id}`);
}

function assertStaysSystem(roles: readonly GrantedRole[] | undefined, enabled: boolean | undefined): void {
  if (enabled === false) throw new DomainError('agent_protected', 'The System agent cannot be disabled');
  if (roles && !roles.some(({ admin }) => admin))
    throw new DomainError('agent_protected', 'The System agent keeps the role Admin; name it among the roles');
}

/** An actor cannot delete itself, and the System agent cannot be deleted. @throws DomainError `agent_protected` */
export function assertMayDelete(actor: Actor, { id, isSystem }: AgentProfile): void {
  assertNotSelf(actor, id, 'delete');
  if (isSystem) throw new DomainError('agent_protected', 'The System agent cannot be deleted');
}

/**
 * An agent may change itself, and callers with `users:manage` may change any agent. Others do not learn whether the
 * agent exists.
 * @param id the agent's id, null if it does not exist
 * @throws DomainError `permission_missing`
 */
export function assertSelfOrManager(
  { agentId, permissions }: Pick<Actor, 'agentId' | 'permissions'>,
  id: number | null,
): void {
  if (agentId !== id && !permissions.has('users:manage'))
    throw new DomainError('permission_missing', 'Changing another agent takes the permission users:manage');
}
