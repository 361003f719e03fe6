import { Injectable } from '@nestjs/common';
import type { Actor } from '@rollcall/auth';
import { type Conflicts, together, type Transaction, Transactions } from '@rollcall/database';
import { DomainError, invalidField, nameTaken, type Page } from '@rollcall/kernel';
import { type TeamEntity, Teams } from '@rollcall/teams';
import type { EntityManager } from 'typeorm';

import { type Condition } from './condition.js';
import { type GroupInput, type ProvisionedGroup, versionOfGroup } from './group.js';
import { GroupRoles } from './group-roles.service.js';
import type { ListRequest } from './page.js';
import { ProvisionedGroupsRepository } from './provisioned-groups.repository.js';
import { ProvisionedUsersRepository } from './provisioned-users.repository.js';
import { externalIdTaken, type Versions } from './provisioned-users.service.js';
import { isNumber, isUuid } from './user-search.js';

/** What a team has that a provider does not say. */
const NEW_TEAM = {
  emoji: null,
  conversationAssignmentType: 'Manual',
  timezone: null,
  businessHoursId: null,
  slaPolicyId: null,
  maxAutoAssignedConversations: 0,
} as const;

/**
 * The teams as an identity provider sees and keeps them. It knows the people in them; programs that are members stay. A team is
 * locked while it changes, so that of changes at once none is lost.
 */
@Injectable()
export class ProvisionedGroups {
  constructor(
    private readonly transactions: Transactions,
    private readonly teams: Teams,
    private readonly groups: ProvisionedGroupsRepository,
    private readonly users: ProvisionedUsersRepository,
    private readonly groupRoles: GroupRoles,
  ) {}

  /** @throws DomainError `team_not_found` */
  async get(actor: Actor, id: string, withMembers: boolean): Promise<ProvisionedGroup> {
    const team = await this.teams.get(idOf(id));
    return this.complete(this.transactions.reader, actor, team, withMembers);
  }

  /** @throws DomainError `invalid_input` when the condition asks for what cannot be asked */
  async list(actor: Actor, request: ListRequest, withMembers: boolean): Promise<Page<ProvisionedGroup>> {
    const { reader } = this.transactions;
    const condition = request.condition && (await this.withAgentIds(request.condition));
    const { items, total } = await this.groups.page(reader, actor.agentId, { ...request, condition });
    return { items: await this.completeAll(reader, actor, items, withMembers), total };
  }

  /** @throws DomainError `team_name_taken`, `external_id_taken`, `escalation_refused`, `invalid_input` naming unknown members */
  async create(actor: Actor, input: GroupInput): Promise<ProvisionedGroup> {
    return this.transactions.runOr(
      conflicts(() => input),
      async (tx) => {
        const team = await this.teams.createWithin(tx, actor, { ...NEW_TEAM, name: input.name });
        await this.write(tx, actor, team, [], input);
        return this.complete(tx.manager, actor, team, true);
      },
    );
  }

  /**
   * Changes a group to what `edit` makes of it. Nothing is written, nor logged, if that is the same.
   * @throws DomainError `team_not_found`, `agent_changed`, and the errors of {@link create}
   */
  async change(
    actor: Actor,
    id: string,
    versions: Versions,
    edit: (group: ProvisionedGroup) => GroupInput,
  ): Promise<void> {
    let asked: GroupInput | undefined;
    await this.transactions.runOr(
      conflicts(() => asked),
      async (tx) => {
        const group = await this.locked(tx, actor, id, versions);
        asked = edit(group);
        const { team, externalId } = group;
        if (asked.name !== team.name) await this.teams.updateWithin(tx, actor, team, { name: asked.name });
        await this.write(tx, actor, team, group.members ?? [], asked, externalId);
      },
    );
  }

  /** @throws DomainError `team_not_found`, `agent_changed` */
  async delete(actor: Actor, id: string, versions: Versions): Promise<void> {
    await this.transactions.run(async (tx) => {
      const { team, members = [] } = await this.locked(tx, actor, id, versions);
      const removed = members.map((member) => member.id);
      await this.groupRoles.follow(tx, actor, team.id, { added: [], removed });
      await this.teams.deleteWithin(tx, actor, team);
    });
  }

  private async locked(tx: Transaction, actor: Actor, id: string, versions: Versions): Promise<ProvisionedGroup> {
    const group = await this.complete(tx.manager, actor, await this.teams.lock(tx, idOf(id)), true);
    if (versions !== undefined && !versions.includes(versionOfGroup(group) ?? ''))
      throw new DomainError(
        'agent_changed',
        'The group was changed since you read it; read it again, and send your change with its new ETag',
      );
    return group;
  }

  /** Makes members and external id of a locked team what is asked. */
  private async write(
    tx: Transaction,
    actor: Actor,
    team: TeamEntity,
    before: readonly { readonly id: number; readonly uuid: string }[],
    { members, externalId }: GroupInput,
    formerExternalId: string | null = null,
  ): Promise<void> {
    const held = new Map(before.map(({ uuid, id }) => [uuid, id]));
    const asked = new Set(members);
    const added = await this.idsOfNew(
      tx,
      [...asked].filter((uuid) => !held.has(uuid)),
    );
    const removed = before.filter(({ uuid }) => !asked.has(uuid)).map(({ id }) => id);
    if (added.length + removed.length > 0) {
      await this.teams.changeMembers(tx, actor, team, { added, removed });
      await this.groupRoles.follow(tx, actor, team.id, { added, removed });
    }
    if (externalId !== formerExternalId)
      await this.groups.saveExternalId(tx.manager, actor.agentId, team.id, externalId);
  }

  /** @throws DomainError `invalid_input` naming those that there are not */
  private async idsOfNew(tx: Transaction, uuids: readonly string[]): Promise<number[]> {
    const known = await this.users.idsOf(tx.manager, uuids.filter(isUuid));
    const unknown = uuids.filter((uuid) => !known.has(uuid));
    if (unknown.length > 0)
      throw invalidField(
        'members',
        `members: there is no user ${unknown.slice(0, 10).join(', ')}; provision users first`,
      );
    return [...known.values()];
  }

  private async complete(
    manager: EntityManager,
    actor: Actor,
    team: TeamEntity,
    withMembers: boolean,
  ): Promise<ProvisionedGroup> {
    const [group] = await this.completeAll(manager, actor, [team], withMembers);
    if (!group) throw new Error('A team has lost its place in a list of one');
    return group;
  }

  private async completeAll(
    manager: EntityManager,
    actor: Actor,
    teams: readonly TeamEntity[],
    withMembers: boolean,
  ): Promise<ProvisionedGroup[]> {
    const ids = teams.map(({ id }) => id);
    const [externalIds, memberIds] = await together([
      this.groups.externalIds(manager, actor.agentId, ids),
      withMembers && ids.length > 0 ? this.teams.membersOf(manager, ids) : new Map<number, readonly number[]>(),
    ]);
    const members = await this.users.members(manager, [...new Set([...memberIds.values()].flat())]);
    const people = new Map(members.map((member) => [member.id, member]));
    return teams.map((team) => ({
      team,
      externalId: externalIds.get(team.id) ?? null,
      members: withMembers ? (memberIds.get(team.id) ?? []).flatMap((id) => people.get(id) ?? []) : undefined,
    }));
  }

  /** A member is asked for by its uuid; the database has ids. */
  private async withAgentIds(condition: Condition): Promise<Condition> {
    if ('all' in condition) return { all: await Promise.all(condition.all.map((one) => this.withAgentIds(one))) };
    if ('any' in condition) return { any: await Promise.all(condition.any.map((one) => this.withAgentIds(one))) };
    if ('not' in condition) return { not: await this.withAgentIds(condition.not) };
    if (!('field' in condition) || condition.field !== 'member' || typeof condition.value !== 'string')
      return condition;
    const uuid = condition.value.toLowerCase();
    const ids = isUuid(uuid) ? await this.users.idsOf(this.transactions.reader, [uuid]) : new Map<string, number>();
    return { ...condition, value: String(ids.get(uuid) ?? '') };
  }
}

function idOf(id: string): number {
  if (!isNumber(id)) throw new DomainError('team_not_found', `There is no group ${id}`);
  return Number(id);
}

function conflicts(asked: () => GroupInput | undefined): Conflicts {
  return {
    teams_name_unique: () => nameTaken('team', asked()?.name ?? ''),
    team_external_ids_unique: () => externalIdTaken(asked()?.externalId),
  };
}
