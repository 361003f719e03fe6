import { Injectable } from '@nestjs/common';
import { type ActivityChanges, ActivityLog, type ActivityType, changesBetween, membersTold } from '@rollcall/activity';
import type { Actor } from '@rollcall/auth';
import { type Conflicts, type Transaction, Transactions } from '@rollcall/database';
import { DomainError, invalidField, nameKey, nameTaken } from '@rollcall/kernel';

import type { EntityManager } from 'typeorm';

import type { AssignmentType, TeamEntity } from './team.entity.js';
import { TeamsRepository } from './teams.repository.js';

/** The fields of a team. */
export interface TeamInput {
  readonly name: string;
  readonly emoji: string | null;
  readonly conversationAssignmentType: AssignmentType;
  readonly timezone: string | null;
  readonly businessHoursId: number | null;
  readonly slaPolicyId: number | null;
  readonly maxAutoAssignedConversations: number;
}

/** Who is put into a team and who is taken out, by the ids of the agents. */
export interface MemberChange {
  readonly added: readonly number[];
  readonly removed: readonly number[];
}

/** The fields of a team that its members see. */
export type NamedTeam = Pick<TeamEntity, 'id' | 'name' | 'emoji'>;

const dictionary = new Intl.Collator('en');

/** Creates, changes and deletes teams. */
@Injectable()
export class Teams {
  constructor(
    private readonly transactions: Transactions,
    private readonly teams: TeamsRepository,
    private readonly activity: ActivityLog,
  ) {}

  async list(): Promise<TeamEntity[]> {
    return this.teams.list(this.transactions.reader);
  }

  /** All teams in alphabetical order, independent of the database's collation. */
  async listByName(): Promise<TeamEntity[]> {
    const teams = await this.teams.list(this.transactions.reader);
    return teams.toSorted((a, b) => dictionary.compare(a.name, b.name));
  }

  async listByMember(agentId: number): Promise<TeamEntity[]> {
    return this.teams.listByMember(this.transactions.reader, agentId);
  }

  /** @throws DomainError `team_not_found` */
  async get(id: number): Promise<TeamEntity> {
    return (await this.teams.findById(this.transactions.reader, id)) ?? teamNotFound(id);
  }

  /** @throws DomainError `team_name_taken` */
  async create(actor: Actor, input: TeamInput): Promise<TeamEntity> {
    return this.transactions.runOr(conflicts(input.name), (tx) => this.createWithin(tx, actor, input));
  }

  /** {@link create} as a part of a transaction, which answers for a name that is taken. */
  async createWithin(tx: Transaction, actor: Actor, input: TeamInput): Promise<TeamEntity> {
    const team = await this.teams.insert(tx.manager, {
      ...input,
      nameKey: nameKey(input.name),
      createdAt: tx.now,
      updatedAt: tx.now,
    });
    await this.record(tx, actor, 'team_created', team, changesBetween(null, fieldsOf(team)));
    return team;
  }

  /** The team, which no other transaction can change before this one ends. @throws DomainError `team_not_found` */
  async lock(tx: Transaction, id: number): Promise<TeamEntity> {
    return (await this.teams.lockById(tx.manager, id)) ?? teamNotFound(id);
  }

  /** Sets all fields of a team. @throws DomainError `team_not_found`, `team_name_taken` */
  async update(actor: Actor, id: number, input: TeamInput): Promise<TeamEntity> {
    return this.transactions.runOr(conflicts(input.name), async (tx) =>
      this.updateWithin(tx, actor, await this.lock(tx, id), input),
    );
  }

  /**
   * {@link update} as a part of a transaction that has locked the team and answers for a name that is taken. What is left out
   * stays as it is.
   */
  async updateWithin(tx: Transaction, actor: Actor, team: TeamEntity, input: Partial<TeamInput>): Promise<TeamEntity> {
    const before = fieldsOf(team);
    const after = { ...before, ...input };
    Object.assign(team, after, { nameKey: nameKey(after.name), updatedAt: tx.now });
    await this.teams.save(tx.manager, team);
    await this.record(tx, actor, 'team_updated', team, changesBetween(before, fieldsOf(team)));
    return team;
  }

  /** Deletes a team and its memberships, never its agents. @throws DomainError `team_not_found` */
  async delete(actor: Actor, id: number): Promise<void> {
    await this.transactions.run(async (tx) => this.deleteWithin(tx, actor, await this.lock(tx, id)));
  }

  /** {@link delete} as a part of a transaction that has locked the team. */
  async deleteWithin(tx: Transaction, actor: Actor, team: TeamEntity): Promise<void> {
    const members = await this.teams.removeAll(tx.manager, team.id);
    await this.teams.delete(tx.manager, team.id);
    const changes = changesBetween({ ...fieldsOf(team), ...membersTold(members) }, null);
    await this.record(tx, actor, 'team_deleted', team, changes);
  }

  /** The names of these teams, of those that there are, by id. */
  async namesOf(manager: EntityManager, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
    return ids.length === 0 ? new Map() : this.teams.namesOf(manager, ids);
  }

  /** The ids of the agents in each of these teams that has some, also of those that are deleted. */
  async membersOf(manager: EntityManager, ids: readonly number[]): Promise<ReadonlyMap<number, readonly number[]>> {
    return this.teams.membersOf(manager, ids);
  }

  /**
   * Puts agents into a team and takes others out, in one entry of the log. The team must be locked; whoever is in it already,
   * or is not, stays so.
   */
  async changeMembers(tx: Transaction, actor: Actor, team: TeamEntity, change: MemberChange): Promise<void> {
    await this.teams.changeMembers(tx.manager, team.id, change, tx.now);
    const changes = {
      ...(change.removed.length > 0 && changesBetween(told('Removed', change.removed), null)),
      ...(change.added.length > 0 && changesBetween(null, told('Added', change.added))),
    };
    await this.record(tx, actor, 'team_updated', team, changes);
  }

  /**
   * The teams with these names, in the order of the names and without duplicates. Digits that are not the name of a
   * team are an id. The teams cannot be deleted until the transaction ends.
   * @throws DomainError `invalid_input` with each text that means no team
   */
  async resolve(tx: Transaction, texts: readonly string[]): Promise<NamedTeam[]> {
    return (await this.resolver(tx, texts))(texts);
  }

  /**
   * {@link resolve} for many lists of texts with one query: `texts` are all texts that the function will be asked for.
   */
  async resolver(tx: Transaction, texts: readonly string[]): Promise<(texts: readonly string[]) => NamedTeam[]> {
    const teams = texts.length > 0 ? await this.teams.lockByNamesOrIds(tx.manager, [...new Set(texts)]) : [];
    const known = new Set(teams.map((team) => team.asked));
    return (asked) => {
      const unknown = asked.filter((text) => !known.has(text));
      if (unknown.length > 0)
        throw invalidField('teams', `teams: there is no team called ${unknown.map((text) => `"${text}"`).join(', ')}`);
      const found = teams.filter((team) => asked.includes(team.asked));
      return [...new Map(found.map(({ id, name, emoji }) => [id, { id, name, emoji }])).values()];
    };
  }

  private async record(
    tx: Transaction,
    actor: Actor,
    type: ActivityType,
    team: TeamEntity,
    changes: ActivityChanges,
  ): Promise<void> {
    await this.activity.record(tx, actor, {
      type,
      description: `${type.replace('team_', '')} team ${team.name} (#${team.id})`,
      target: { type: 'team', id: team.id },
      changes,
    });
  }
}

/** The fields of a team that the activity log records. */
function fieldsOf(team: TeamEntity): { [K in keyof TeamInput]: TeamInput[K] } {
  return {
    name: team.name,
    emoji: team.emoji,
    conversationAssignmentType: team.conversationAssignmentType,
    timezone: team.timezone,
    businessHoursId: team.businessHoursId,
    slaPolicyId: team.slaPolicyId,
    maxAutoAssignedConversations: team.maxAutoAssignedConversations,
  };
}

/** The agents that were put into a team or taken out, as a field of an entry. */
function told(what: 'Added' | 'Removed', agentIds: readonly number[]) {
  return Object.fromEntries(Object.entries(membersTold(agentIds)).map(([name, value]) => [`${name}${what}`, value]));
}

function conflicts(name: string): Conflicts {
  return { teams_name_unique: () => nameTaken('team', name) };
}

function teamNotFound(id: number): never {
  throw new DomainError('team_not_found', `There is no team ${id}`);
}
