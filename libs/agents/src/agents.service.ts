import { Injectable } from '@nestjs/common';
import { type ActivityChanges, ActivityLog } from '@rollcall/activity';
import { type Actor, Passwords } from '@rollcall/auth';
import { type BillingAccountFields, BillingAccounts, newAccount } from '@rollcall/billing';
import { type Conflicts, together, type Transaction, Transactions } from '@rollcall/database';
import { emailKey } from '@rollcall/kernel';

import { AgentAccess } from './agent-access.service.js';
import { createdEntries, deletedEntry, updatedEntries } from './agent-activity.js';
import { AgentAssignments, type AssignmentChoice } from './agent-assignments.service.js';
import { agentNotFound, emailTakenError } from './agent.errors.js';
import { type AgentFieldChanges, changedFields, newAgent } from './agent-fields.js';
import { type AgentProfile, type PersonalFields, profileOf } from './agent-profile.js';
import { assertMayChange, assertMayDelete, assertMayHandOut } from './agent-rules.js';
import { assertVersion } from './agent-version.js';
import { AgentsRepository } from './agents.repository.js';
import type { RoleChoice } from './role-choice.js';

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
export interface AgentChanges extends AgentFieldChanges, AssignmentChoice {
  readonly newPassword?: string | undefined;
  readonly billing?: Partial<BillingAccountFields> | undefined;
  /** The versions that the agent may be at for the change to be made; any when left out. See `versionOf`. */
  readonly versions?: readonly string[] | undefined;
}

/** What a change within a transaction brings along. */
export interface UpdateCircumstances {
  readonly passwordHash?: string | null;
  /** How it was done, as the end of the sentence of its entry: ` by …`. */
  readonly by?: string;
  /** What else the same transaction changes of the agent, for its entry. */
  readonly also?: ActivityChanges;
}

/**
 * Creates, changes and deletes agents, each in one transaction with its activity entry. `agent-rules` says who may do so,
 * {@link AgentAssignments} finds the roles and teams, and {@link AgentAccess} ends the links and sessions.
 */
@Injectable()
export class Agents {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly assignments: AgentAssignments,
    private readonly passwords: Passwords,
    private readonly access: AgentAccess,
    private readonly billing: BillingAccounts,
    private readonly activity: ActivityLog,
  ) {}

  /** @throws DomainError `agent_not_found` */
  async get(id: number): Promise<AgentProfile> {
    return (await this.agents.findProfile(this.transactions.reader, id)) ?? agentNotFound(id);
  }

  /** The agent; null if there is none. */
  async find({ manager }: Transaction, id: number): Promise<AgentProfile | null> {
    return this.agents.findProfile(manager, id);
  }

  /** The agent of this mailbox; null if nobody has it. */
  async findByEmail({ manager }: Transaction, email: string): Promise<AgentProfile | null> {
    const found = await this.agents.findLogin(manager, emailKey(email));
    return found && this.agents.findProfile(manager, found.id);
  }

  /**
   * Creates an agent, `offline` at first, and welcomes it by mail if asked to.
   * @throws DomainError `invalid_input` naming unknown roles and teams, `escalation_refused`, `email_taken`
   */
  async create(actor: Actor, input: NewAgent): Promise<AgentProfile> {
    const { password } = input;
    const passwordHash = password === undefined ? null : await this.passwords.hashNew(password.field, password.text);
    return this.transactions.runOr(emailTaken(input.email), (tx) =>
      this.createWithin(tx, actor, input, { passwordHash }),
    );
  }

  /** {@link create} as a part of a transaction, which answers for {@link emailTakenError}. `by` ends the sentence of its entry: ` by …`. */
  async createWithin(
    tx: Transaction,
    actor: Actor,
    input: Omit<NewAgent, 'password'>,
    { passwordHash = null, by = '' }: { readonly passwordHash?: string | null; readonly by?: string },
  ): Promise<AgentProfile> {
    const row = newAgent({ ...input, passwordHash }, tx.now);
    const { roles = [], teams = [] } = await this.assignments.resolve(tx, input, []);
    assertMayHandOut(actor, roles);
    const account = newAccount(actor, input.billing);
    const agent = await this.agents.insert(tx.manager, row, roles, teams);
    const passwordSet = passwordHash !== null;
    await together([
      this.billing.open(tx, agent.id, account.fields),
      this.activity.record(tx, actor, ...createdEntries(agent, { billing: account.changes, passwordSet, by })),
      input.sendWelcomeEmail && agent.email !== null && this.access.welcome(tx, agent.id, agent.email),
    ]);
    return agent;
  }

  /** The agent, which no other transaction can change before this one ends. @throws DomainError `agent_not_found` */
  async lock(tx: Transaction, id: number): Promise<AgentProfile> {
    return (await this.agents.lockProfile(tx.manager, id)) ?? agentNotFound(id);
  }

  /**
   * Changes an agent by the rules of `assertMayChange`. Links to set a password end with what they were sent for, and
   * sessions with the password by which they were begun.
   * @throws DomainError `invalid_input`, `agent_not_found`, `agent_changed`, `agent_protected`, `escalation_refused`, `email_taken`
   */
  async update(actor: Actor, id: number, changes: AgentChanges): Promise<AgentProfile> {
    const { newPassword } = changes;
    const passwordHash = newPassword ? await this.passwords.hashNew('new_password', newPassword) : null;
    await this.billing.assertChangeable(actor, id, changes.billing);
    return this.transactions.runOr(emailTaken(changes.email), (tx) =>
      this.updateWithin(tx, actor, id, changes, { passwordHash }),
    );
  }

  /**
   * {@link update} as a part of a transaction. What it throws, it throws before it writes. The changes may be worked out from the
   * agent, once no other transaction can change it. `by` ends the sentence of its entry: ` by …`.
   */
  async updateWithin(
    tx: Transaction,
    actor: Actor,
    id: number,
    asked: AgentChanges | ((agent: AgentProfile) => AgentChanges),
    { passwordHash = null, by = '', also = {} }: UpdateCircumstances,
  ): Promise<AgentProfile> {
    const before = await this.lock(tx, id);
    const changes = typeof asked === 'function' ? asked(before) : asked;
    assertVersion(before, changes.versions);
    const fields = changedFields(before, changes, tx.now);
    const { roles, teams } = await this.assignments.resolve(tx, changes, before.roles);
    const email = fields.email !== undefined;
    const password = passwordHash !== null;
    assertMayChange(actor, before, { roles, enabled: changes.enabled, email, password });
    const after = profileOf({ ...before, ...fields, roles: roles ?? before.roles, teams: teams ?? before.teams });
    const [, billing] = await together([
      this.agents.update(tx.manager, id, { ...fields, ...(password ? { passwordHash } : {}) }),
      this.billing.change(tx, actor, id, changes.billing, isOtherContact(before, after)),
      this.agents.setRoles(tx.manager, id, before.roles, after.roles),
      this.agents.setTeams(tx.manager, id, before.teams, after.teams),
      (email || password) && this.access.renew(tx, id, { password, formerEmail: before.email }),
      changes.enabled === false && this.access.end(tx, id, 'disabled'),
    ]);
    await this.activity.record(
      tx,
      actor,
      ...updatedEntries(actor, before, after, { billing: { ...billing, ...also }, passwordSet: password, by }),
    );
    return after;
  }

  /**
   * Deletes an agent: its e-mail is free again, its credentials are refused from now on.
   * @throws DomainError `agent_not_found`, `agent_protected`
   */
  async delete(actor: Actor, id: number): Promise<void> {
    await this.transactions.run((tx) => this.deleteWithin(tx, actor, id));
  }

  /**
   * {@link delete} as a part of a transaction. What it throws, it throws before it writes. `by` ends the sentence of its
   * entry: ` by …`.
   */
  async deleteWithin(tx: Transaction, actor: Actor, id: number, by = ''): Promise<void> {
    const agent = await this.lock(tx, id);
    assertMayDelete(actor, agent);
    await together([
      this.agents.update(tx.manager, id, { deletedAt: tx.now, updatedAt: tx.now, avatarUrl: null }),
      this.access.end(tx, id, 'deleted'),
      this.billing.close(tx, id),
      this.activity.record(tx, actor, deletedEntry(agent, by)),
    ]);
  }
}

function emailTaken(email: string | null = null): Conflicts {
  return { agents_email_unique: () => emailTakenError(email ?? '') };
}

type Contact = Pick<AgentProfile, 'firstName' | 'lastName' | 'email'>;

function isOtherContact(a: Contact, b: Contact): boolean {
  return a.firstName !== b.firstName || a.lastName !== b.lastName || a.email !== b.email;
}
