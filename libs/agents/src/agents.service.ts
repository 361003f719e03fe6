import { Injectable } from '@nestjs/common';
import { ActivityLog } from '@rollcall/activity';
import {
  type Actor,
  assertKeepsLimits,
  assertMayGrant,
  Passwords,
  PasswordTokens,
  Sessions,
  UNLIMITED,
} from '@rollcall/auth';
import { type BillingAccountFields, BillingAccounts, SyncRequests } from '@rollcall/billing';
import { type Conflicts, type Transaction, Transactions } from '@rollcall/database';
import { DomainError, emailKey, invalidField, normalizeEmail } from '@rollcall/kernel';
import { Mails } from '@rollcall/mail';
import { type RoleEntity, Roles } from '@rollcall/roles';
import { Teams } from '@rollcall/teams';
import { v7 as uuidv7 } from 'uuid';

import { createdEntries, deletedEntry, updatedEntries } from './agent-activity.js';
import type { AgentEntity, AvailabilityStatus } from './agent.entity.js';
import { agentNotFound, assertNotSelf } from './agent.errors.js';
import type { AgentProfile, PersonalFields } from './agent-profile.js';
import { AgentsRepository } from './agents.repository.js';
import { phoneFields } from './phone.js';

/**
 * Which roles an agent is to have: by name in any case, or one by its uuid and, beside it, Admin or not. A role that is held
 * already leaves the others as they are, another one takes their place; null and undefined change nothing. `superuser`
 * has the last word on Admin, and an agent that would have no role gets Agent.
 */
export type RoleChoice =
  { readonly names: readonly string[] } | { readonly uuid: string | null; readonly superuser: boolean | undefined };

/** What a new agent is made of. Teams are named. */
export interface NewAgent {
  readonly firstName: string;
  readonly lastName: string;
  /** Null for a service account, which has no password either and is not welcomed. */
  readonly email: string | null;
  readonly roles: RoleChoice;
  readonly teams: readonly string[];
  readonly enabled: boolean;
  readonly sendWelcomeEmail: boolean;
  /** With the name that the caller knows it by. */
  readonly password?: { readonly text: string; readonly field: string } | undefined;
  readonly personal?: Partial<PersonalFields> | undefined;
  readonly billing?: Partial<BillingAccountFields> | undefined;
}

/** What is to change of an agent. What is left out stays as it is; lists replace the ones before. */
export interface AgentChanges {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly email?: string | undefined;
  readonly roles?: RoleChoice | undefined;
  readonly teams?: readonly string[] | undefined;
  readonly enabled?: boolean | undefined;
  readonly availabilityStatus?: AvailabilityStatus | undefined;
  readonly newPassword?: string | undefined;
  readonly personal?: Partial<PersonalFields> | undefined;
  readonly billing?: Partial<BillingAccountFields> | undefined;
}

/** Creates, changes and deletes agents, each in one transaction with its activity entry. */
@Injectable()
export class Agents {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly roles: Roles,
    private readonly teams: Teams,
    private readonly passwords: Passwords,
    private readonly tokens: PasswordTokens,
    private readonly sessions: Sessions,
    private readonly mails: Mails,
    private readonly billing: BillingAccounts,
    private readonly syncs: SyncRequests,
    private readonly activity: ActivityLog,
  ) {}

  /** @throws DomainError `agent_not_found` */
  async get(id: number): Promise<AgentProfile> {
    return (await this.agents.findProfile(this.transactions.reader, id)) ?? agentNotFound(id);
  }

  /**
   * Creates an agent, `offline` at first, and welcomes it by mail if asked to.
   * @throws DomainError `invalid_input` naming unknown roles and teams, `escalation_refused`, `email_taken`
   */
  async create(actor: Actor, input: NewAgent): Promise<AgentProfile> {
    const email = input.email === null ? null : normalizeEmail(input.email);
    const { password } = input;
    const passwordHash = password === undefined ? null : await this.passwords.hashNew(password.field, password.text);
    return this.transactions.runOr(emailTaken(email), async (tx) => {
      assertBorn(input.personal, tx.now);
      const roles = await this.rolesOf(tx, input.roles, []);
      const teamIds = await this.teams.resolve(tx, input.teams);
      assertMayGrantRoles(actor, roles);
      const agent = await this.agents.insert(tx.manager, {
        uuid: uuidv7(),
        createdAt: tx.now,
        updatedAt: tx.now,
        firstName: input.firstName,
        lastName: input.lastName,
        email,
        emailKey: email === null ? null : emailKey(email),
        enabled: input.enabled,
        availabilityStatus: 'offline',
        passwordHash,
        isService: email === null,
        ...personalColumns(input.personal),
      });
      const billing = await this.billing.open(tx, actor, agent.id, input.billing);
      await this.agents.setRoles(tx.manager, agent.id, idsOf(roles));
      await this.agents.setTeams(tx.manager, agent.id, teamIds);
      const profile = await this.profile(tx, agent.id);
      await this.activity.record(
        tx,
        actor,
        ...createdEntries(profile, { billing, passwordSet: passwordHash !== null }),
      );
      if (input.sendWelcomeEmail && email !== null) await this.mails.queueWelcome(tx, { id: agent.id, email });
      return profile;
    });
  }

  /**
   * Changes an agent. New roles must not go beyond what the actor holds, and neither may the agent whose e-mail or
   * password is changed or who is enabled again. Links to set a password die with what they were sent for, and sessions
   * with the password they were begun with. Of a new password the agent is told by mail, at the address that it had before.
   * @throws DomainError `invalid_input`, `agent_not_found`, `agent_protected`, `escalation_refused`, `email_taken`
   */
  async update(actor: Actor, id: number, changes: AgentChanges): Promise<AgentProfile> {
    const newEmail = changes.email === undefined ? undefined : normalizeEmail(changes.email);
    const passwordHash = changes.newPassword && (await this.passwords.hashNew('new_password', changes.newPassword));
    await this.billing.assertChangeable(actor, id, changes.billing);
    return this.transactions.runOr(emailTaken(newEmail), async (tx) => {
      const agent = (await this.agents.lockById(tx.manager, id)) ?? agentNotFound(id);
      if (agent.isService && (newEmail !== undefined || passwordHash))
        throw new DomainError('agent_protected', `Agent ${id} is a service account: it has no e-mail and no password`);
      const email = newEmail ?? agent.email;
      const before = await this.profile(tx, id);
      if (changes.enabled === false) assertNotSelf(actor, id, 'disable');
      assertBorn(changes.personal, tx.now);
      const roles = changes.roles && (await this.rolesOf(tx, changes.roles, before.roles));
      if (agent.isSystem) assertSystemKeepsIn(roles, changes);
      assertMayGrantRoles(actor, roles?.filter((role) => !before.roles.some((held) => held.uuid === role.uuid)) ?? []);
      const waysInChange = Boolean(passwordHash) || email !== agent.email;
      if (waysInChange) {
        assertMayGrant(actor, before.permissions, `change the e-mail or password of agent ${id}`);
        assertKeepsLimits(actor, id, UNLIMITED, 'change your own e-mail or password');
      }
      if (changes.enabled && !agent.enabled) assertMayGrant(actor, before.permissions, `enable agent ${id}`);
      if (waysInChange) await this.tokens.revokeAll(tx.manager, id);
      if (passwordHash) await this.sessions.endAll(tx.manager, id);
      if (changes.enabled === false) await this.deprovision(tx, id, 'disabled');
      const teamIds = changes.teams && (await this.teams.resolve(tx, changes.teams));

      const contact = {
        firstName: changes.firstName ?? agent.firstName,
        lastName: changes.lastName ?? agent.lastName,
        email,
      };
      await this.agents.update(tx.manager, id, {
        updatedAt: tx.now,
        ...contact,
        ...(email !== null && email !== agent.email ? { emailKey: emailKey(email) } : {}),
        enabled: changes.enabled ?? agent.enabled,
        availabilityStatus: changes.availabilityStatus ?? agent.availabilityStatus,
        ...(passwordHash ? { passwordHash } : {}),
        ...personalColumns(changes.personal),
      });
      const billing = await this.billing.change(tx, actor, id, changes.billing ?? {});
      if (!billing && isOtherContact(contact, agent)) await this.syncs.request(tx, id);
      if (roles) await this.agents.setRoles(tx.manager, id, idsOf(roles));
      if (teamIds) await this.agents.setTeams(tx.manager, id, teamIds);
      const after = await this.profile(tx, id);
      const passwordSet = Boolean(passwordHash);
      await this.activity.record(
        tx,
        actor,
        ...updatedEntries(actor, before, after, { billing: billing ?? {}, passwordSet }),
      );
      const known = agent.email ?? email;
      if (passwordSet && known) await this.mails.queuePasswordChanged(tx, { id, email: known });
      return after;
    });
  }

  /** Deletes an agent: its e-mail is free again, its credentials are refused from now on. @throws DomainError */
  async delete(actor: Actor, id: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      assertNotSelf(actor, id, 'delete');
      const agent = (await this.agents.lockById(tx.manager, id)) ?? agentNotFound(id);
      if (agent.isSystem) throw new DomainError('agent_protected', 'The System agent cannot be deleted');
      const before = await this.profile(tx, id);
      await this.agents.update(tx.manager, id, { deletedAt: tx.now, updatedAt: tx.now });
      await this.deprovision(tx, id, 'deleted');
      await this.syncs.request(tx, id);
      await this.activity.record(tx, actor, deletedEntry(before));
    });
  }

  /** Ends what an agent has under way. Its keys are refused as long as it is disabled, and are good again after that. */
  private async deprovision(tx: Transaction, id: number, what: 'disabled' | 'deleted'): Promise<void> {
    await this.tokens.revokeAll(tx.manager, id);
    await this.sessions.endAll(tx.manager, id);
    await this.mails.drop(tx, id, `The agent was ${what} before the mail could be sent`);
  }

  private async profile(tx: Transaction, id: number): Promise<AgentProfile> {
    return (await this.agents.findProfile(tx.manager, id)) ?? agentNotFound(id);
  }

  /** The roles that are chosen, of which none can change before the transaction ends. */
  private async rolesOf(tx: Transaction, choice: RoleChoice, held: AgentProfile['roles']): Promise<RoleEntity[]> {
    if ('names' in choice) return this.roles.resolve(tx, choice.names);
    const others = held.filter((role) => !role.admin).map(({ uuid }) => uuid);
    const uuids = choice.uuid === null || held.some(({ uuid }) => uuid === choice.uuid) ? others : [choice.uuid];
    const roles: RoleEntity[] = [];
    for (const uuid of uuids) roles.push(await this.roles.resolveUuid(tx, uuid));
    const chosen = roles.filter((role) => role.builtIn !== 'admin');
    const admin = choice.superuser ?? (roles.length > chosen.length || held.some((role) => role.admin));
    if (admin) chosen.push(await this.roles.builtIn(tx, 'admin'));
    return chosen.length > 0 ? chosen : [await this.roles.builtIn(tx, 'agent')];
  }
}

function emailTaken(email: string | null = ''): Conflicts {
  return {
    agents_email_unique: new DomainError('email_taken', `There is an agent with the email ${email ?? ''} already`),
  };
}

function assertMayGrantRoles(actor: Actor, roles: readonly RoleEntity[]): void {
  for (const role of roles) assertMayGrant(actor, role.permissions, `hand out the role "${role.name}"`);
}

/** The System agent is the way back in for everybody, so it stays an enabled Admin. */
function assertSystemKeepsIn(roles: readonly RoleEntity[] | undefined, changes: AgentChanges): void {
  if (changes.enabled === false) throw new DomainError('agent_protected', 'The System agent cannot be disabled');
  if (roles && !roles.some((role) => role.builtIn === 'admin'))
    throw new DomainError('agent_protected', 'The System agent keeps the role Admin; name it among the roles');
}

function idsOf(roles: readonly RoleEntity[]): number[] {
  return roles.map((role) => role.id);
}

type Contact = Pick<AgentEntity, 'firstName' | 'lastName' | 'email'>;

function isOtherContact(a: Contact, b: Contact): boolean {
  return a.firstName !== b.firstName || a.lastName !== b.lastName || a.email !== b.email;
}

function assertBorn(personal: Partial<PersonalFields> | undefined, now: Date): void {
  if (personal?.birthdate && personal.birthdate > now)
    throw invalidField('birthdate', 'birthdate must not be in the future');
}

function personalColumns({ phone, ...others }: Partial<PersonalFields> = {}): Partial<AgentEntity> {
  return { ...others, ...(phone === undefined ? {} : phoneFields(phone)) };
}
