import { Injectable } from '@nestjs/common';
import { ActivityLog, changesBetween } from '@rollcall/activity';
import { Agents } from '@rollcall/agents';
import { type Actor, assertMayGrant } from '@rollcall/auth';
import { type Transaction, Transactions } from '@rollcall/database';
import { RoleEntity, Roles } from '@rollcall/roles';
import { type MemberChange, Teams } from '@rollcall/teams';
import { type EntityManager, In } from 'typeorm';

import { GroupRoleEntity } from './group-role.entity.js';
import { ProvisionedUsersRepository } from './provisioned-users.repository.js';

/** The roles that one team gives. */
export interface RolesOfGroup {
  readonly teamId: number;
  readonly team: string;
  /** By name, in the order of the names. */
  readonly roles: readonly string[];
}

/**
 * Which groups of the identity provider give which roles. Whoever a provider puts into such a team gets its roles, and loses them
 * when it takes them out, unless another of their teams gives them. A role that a group gives belongs to the groups: one that was
 * also handed out by hand is lost with the group.
 */
@Injectable()
export class GroupRoles {
  constructor(
    private readonly transactions: Transactions,
    private readonly teams: Teams,
    private readonly roles: Roles,
    private readonly agents: Agents,
    private readonly activity: ActivityLog,
    private readonly users: ProvisionedUsersRepository,
  ) {}

  /** The teams that give roles, in the order of their names. */
  async list(): Promise<RolesOfGroup[]> {
    const [given, teams, roles] = await Promise.all([
      this.transactions.reader.find(GroupRoleEntity),
      this.teams.listByName(),
      this.roles.list(),
    ]);
    const names = new Map(roles.map(({ id, name }) => [id, name]));
    return teams.flatMap(({ id, name }) => {
      const ofTeam = given.filter(({ teamId }) => teamId === id).flatMap(({ roleId }) => names.get(roleId) ?? []);
      return ofTeam.length === 0 ? [] : [{ teamId: id, team: name, roles: ofTeam.toSorted() }];
    });
  }

  /**
   * Makes these the roles that a team gives, also to those who are in it already. None gives nothing any more.
   * @throws DomainError `team_not_found`, `invalid_input` naming unknown roles, `escalation_refused`
   */
  async set(actor: Actor, teamId: number, names: readonly string[]): Promise<RolesOfGroup> {
    return this.transactions.run(async (tx) => {
      const team = await this.teams.lock(tx, teamId);
      const roles = await this.roles.resolve(tx, names);
      for (const role of roles)
        assertMayGrant(actor, role.permissions, `have a group hand out the role "${role.name}"`);
      const before = await this.namesOf(tx.manager, [teamId]);
      const memberIds = (await this.teams.membersOf(tx.manager, [teamId])).get(teamId) ?? [];
      const members = await this.users.members(tx.manager, memberIds);
      await tx.manager.delete(GroupRoleEntity, { teamId });
      if (roles.length > 0)
        await tx.manager.insert(
          GroupRoleEntity,
          roles.map(({ id }) => ({ teamId, roleId: id })),
        );
      const after = roles.map(({ name }) => name);
      await this.activity.record(tx, actor, {
        type: 'team_updated',
        description: `updated the roles that team ${team.name} (#${teamId}) gives`,
        target: { type: 'team', id: teamId },
        changes: changesBetween({ givenRoles: before }, { givenRoles: after }),
      });
      const removed = before.filter((name) => !after.includes(name));
      for (const { id } of members) await this.adjust(tx, actor, id, { add: after, remove: removed });
      return { teamId, team: team.name, roles: after };
    });
  }

  /** Gives the roles of a team to those who were put into it, and takes them from those who were taken out. */
  async follow(tx: Transaction, actor: Actor, teamId: number, { added, removed }: MemberChange): Promise<void> {
    const names = await this.namesOf(tx.manager, [teamId]);
    if (names.length === 0) return;
    for (const id of [...added, ...removed].toSorted((a, b) => a - b))
      await this.adjust(
        tx,
        actor,
        id,
        added.includes(id) ? { add: names, remove: [] } : { add: [], remove: names },
        teamId,
      );
  }

  /** One after the other, since each is asked of as a single change is. */
  private async adjust(
    tx: Transaction,
    actor: Actor,
    id: number,
    { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
    left?: number,
  ): Promise<void> {
    const agent = await this.agents.lock(tx, id);
    const others = agent.teams.filter(({ id: team }) => team !== left).map(({ id: team }) => team);
    const kept = remove.length > 0 ? await this.namesOf(tx.manager, others) : [];
    const held = agent.roles.map(({ name }) => name);
    const lost = remove.filter((name) => !kept.includes(name));
    const roles = [...new Set([...held.filter((name) => !lost.includes(name)), ...add])];
    if (roles.length === held.length && roles.every((name) => held.includes(name))) return;
    await this.agents.updateWithin(tx, actor, id, { roles: { names: roles } }, { by: ' by the roles of a group' });
  }

  /** The names of the roles that any of these teams gives. */
  private async namesOf(manager: EntityManager, teamIds: readonly number[]): Promise<string[]> {
    if (teamIds.length === 0) return [];
    const given = await manager
      .createQueryBuilder(GroupRoleEntity, 'given')
      .where('given.teamId = ANY (:teamIds)', { teamIds })
      .getMany();
    if (given.length === 0) return [];
    const roles = await manager.findBy(RoleEntity, { id: In(given.map(({ roleId }) => roleId)) });
    return roles.map(({ name }) => name).toSorted();
  }
}
