import { isDeepStrictEqual } from 'node:util';

import { Injectable } from '@nestjs/common';
import { changesBetween } from '@rollcall/activity';
import { AgentDirectory, type AgentProfile, Agents, emailTakenError } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { type Conflicts, type Transaction, Transactions } from '@rollcall/database';
import { DomainError, type Page } from '@rollcall/kernel';

import type { ListRequest } from './page.js';
import { ProvisionedUsersRepository } from './provisioned-users.repository.js';
import { type ProvisionedUser, type UserInput, versionOfUser } from './user.js';
import { isUuid, type StoredFields } from './user-search.js';

/** How the log says that a provider did it. */
export const BY_PROVISIONING = ' by provisioning';

/** The versions that a change is made at; any when left out. See `versionOfUser`. */
export type Versions = readonly string[] | undefined;

/**
 * The people of the directory as an identity provider sees and keeps them. The rules are those of {@link Agents}: nothing is
 * granted beyond what the owner of the key holds, and who is disabled is out with the same transaction. Programs and the System
 * agent are not among them.
 */
@Injectable()
export class ProvisionedUsers {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: Agents,
    private readonly directory: AgentDirectory,
    private readonly users: ProvisionedUsersRepository,
  ) {}

  /** @throws DomainError `agent_not_found` */
  async get(actor: Actor, uuid: string): Promise<ProvisionedUser> {
    const agent = await this.agents.get(await this.idOf(uuid));
    return this.withName(actor, agent);
  }

  /**
   * A part of the list; `stored` names the stored attributes that a condition may ask for.
   * @throws DomainError `invalid_input` when the condition asks for what cannot be asked
   */
  async list(actor: Actor, request: ListRequest, stored: StoredFields): Promise<Page<ProvisionedUser>> {
    const { reader } = this.transactions;
    const { items: ids, total } = await this.users.page(reader, actor.agentId, request, stored);
    const profiles = new Map((await this.directory.profilesOf(ids)).map((agent) => [agent.id, agent]));
    const agents = ids.flatMap((id) => profiles.get(id) ?? []);
    return { items: await this.users.withNames(reader, actor.agentId, agents), total };
  }

  /**
   * Creates an agent. No mail is sent.
   * @throws DomainError `user_name_taken`, `external_id_taken`, `email_taken`, `escalation_refused`, `invalid_input`
   */
  async create(actor: Actor, input: UserInput): Promise<ProvisionedUser> {
    return this.transactions.runOr(
      conflicts(() => input),
      async (tx) => {
        await this.assertNameIsFree(tx, input.userName, null);
        const { roles, phone } = input;
        const agent = await this.agents.createWithin(
          tx,
          actor,
          {
            ...input,
            teams: [],
            sendWelcomeEmail: false,
            personal: { phone },
            roles: roles === undefined ? { uuid: null, superuser: undefined } : { names: roles },
          },
          { by: BY_PROVISIONING },
        );
        await this.users.save(tx.manager, actor.agentId, agent.id, input, tx.now);
        return { ...input, agent };
      },
    );
  }

  /**
   * Changes a user to what `edit` makes of it. Nothing is written, nor logged, if that is the same.
   * @throws DomainError `agent_not_found`, `agent_changed`, `agent_protected`, and the errors of {@link create}
   */
  async change(
    actor: Actor,
    uuid: string,
    versions: Versions,
    edit: (user: ProvisionedUser) => { readonly before: UserInput; readonly after: UserInput },
  ): Promise<ProvisionedUser> {
    const id = await this.idOf(uuid);
    let asked: UserInput | undefined;
    return this.transactions.runOr(
      conflicts(() => asked),
      async (tx) => {
        const user = await this.withName(actor, await this.agents.lock(tx, id), tx);
        assertVersion(user, versions);
        const { before, after: input } = edit(user);
        const after = { ...input, roles: input.roles ?? before.roles };
        asked = after;
        if (isDeepStrictEqual(before, after) && user.attributes !== null) return user;
        if (before.userName !== after.userName) await this.assertNameIsFree(tx, after.userName, id);
        const { firstName, lastName, email, enabled, roles, phone } = after;
        const agent = await this.agents.updateWithin(
          tx,
          actor,
          id,
          {
            firstName,
            lastName,
            ...(email === before.email ? {} : { email }),
            ...(enabled === before.enabled ? {} : { enabled }),
            ...(roles === undefined || isDeepStrictEqual(roles, before.roles) ? {} : { roles: { names: roles } }),
            ...(phone === before.phone ? {} : { personal: { phone } }),
          },
          { by: BY_PROVISIONING, also: changesBetween(told(before), told(after)) },
        );
        await this.users.save(tx.manager, actor.agentId, id, after, tx.now);
        return { ...after, agent };
      },
    );
  }

  /** @throws DomainError `agent_not_found`, `agent_changed`, `agent_protected` */
  async delete(actor: Actor, uuid: string, versions: Versions): Promise<void> {
    const id = await this.idOf(uuid);
    await this.transactions.run(async (tx) => {
      const user = await this.withName(actor, await this.agents.lock(tx, id), tx);
      assertVersion(user, versions);
      await this.agents.deleteWithin(tx, actor, id, BY_PROVISIONING);
    });
  }

  private async idOf(uuid: string): Promise<number> {
    const known = isUuid(uuid) ? await this.users.idsOf(this.transactions.reader, [uuid.toLowerCase()]) : new Map();
    const id: unknown = known.get(uuid.toLowerCase());
    if (typeof id !== 'number') throw new DomainError('agent_not_found', `There is no user ${uuid}`);
    return id;
  }

  private async withName(actor: Actor, agent: AgentProfile, tx?: Transaction): Promise<ProvisionedUser> {
    const [user] = await this.users.withNames(tx?.manager ?? this.transactions.reader, actor.agentId, [agent]);
    if (!user) throw new Error('An agent has lost its place in a list of one');
    return user;
  }

  /**
   * An agent that no provider has named is known by its e-mail. The constraints keep the given names apart from each other, and
   * the mailboxes; this keeps a new name apart from the mailbox of such an agent.
   */
  private async assertNameIsFree(tx: Transaction, userName: string, id: number | null): Promise<void> {
    const holders = await this.users.holdersOf(tx.manager, userName);
    if (holders.some((other) => other !== id)) throw userNameTaken(userName);
  }
}

function assertVersion(user: ProvisionedUser, versions: Versions): void {
  if (versions !== undefined && !versions.includes(versionOfUser(user)))
    throw new DomainError(
      'agent_changed',
      'The user was changed since you read it; read it again, and send your change with its new ETag',
    );
}

function userNameTaken(userName: string): DomainError {
  return new DomainError('user_name_taken', `There is a user with the userName ${userName} already`);
}

/** The error for an external id that the owner of the key has given to another. */
export function externalIdTaken(externalId: string | null | undefined): DomainError {
  return new DomainError(
    'external_id_taken',
    `Another resource of this key's owner has the externalId ${externalId ?? ''} already`,
  );
}

function conflicts(asked: () => UserInput | undefined): Conflicts {
  return {
    agents_email_unique: () => emailTakenError(asked()?.email ?? ''),
    provisioned_agents_user_name_unique: () => userNameTaken(asked()?.userName ?? ''),
    agent_external_ids_unique: () => externalIdTaken(asked()?.externalId),
  };
}

/** What the log tells of a user beyond what it tells of any agent. */
function told({ userName, externalId, attributes }: UserInput) {
  return { userName, externalId, ...attributes };
}
