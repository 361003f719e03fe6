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
import { rolesAfter } from './roles-of-groups.js';

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
    const [given, teams] = await Promise.all([this.given(this.transactions.reader), this.teams.listByName()]);
    return teams.flatMap(({ id, name }) => {
      const roles = given.get(id);
      return roles ? [{ teamId: id, team: name, roles }] : [];
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
      const given = await this.given(tx.manager);
      const before = given.get(teamId) ?? [];
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
      const remove = before.filter((name) => !after.includes(name));
      given.set(teamId, after);
      for (const { id } of members) await this.adjust(tx, actor, id, given, { add: after, remove });
      return { teamId, team: team.name, roles: after };
    });
  }

  /** Gives the roles of a team to those who were put into it, and takes them from those who were taken out. */
  async follow(tx: Transaction, actor: Actor, teamId: number, { added, removed }: MemberChange): Promise<void> {
    const given = await this.given(tx.manager);
    const names = given.get(teamId) ?? [];
    if (names.length === 0) return;
    // Whoever was taken out has none of the team's roles from it.
    given.delete(teamId);
    for (const id of [...added, ...removed].toSorted((a, b) => a - b))
      await this.adjust(
        tx,
        actor,
        id,
        given,
        added.includes(id) ? { add: names, remove: [] } : { add: [], remove: names },
      );
  }

  /** One after the other, since each is asked of as a single change is. What another team of the agent gives is not lost. */
  private async adjust(
    tx: Transaction,
    actor: Actor,
    id: number,
    given: ReadonlyMap<number, readonly string[]>,
    { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
  ): Promise<void> {
    const agent = await this.agents.lock(tx, id);
    const kept = new Set(agent.teams.flatMap((team) => given.get(team.id) ?? []));
    const roles = rolesAfter({ held: agent.roles.map(({ name }) => name), kept, add, remove });
    if (roles === null) return;
    await this.agents.updateWithin(tx, actor, id, { roles: { names: roles } }, { by: ' by the roles of a group' });
  }

  /** The names of the roles that teams give, in their order, by the id of the team. */
  private async given(manager: EntityManager): Promise<Map<number, readonly string[]>> {
    const rows = await manager.find(GroupRoleEntity);
    if (rows.length === 0) return new Map();
    const roles = await manager.findBy(RoleEntity, { id: In(rows.map(({ roleId }) => roleId)) });
    const given = new Map<number, string[]>();
    for (const { id, name } of roles.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
      for (const { teamId, roleId } of rows) if (roleId === id) given.set(teamId, [...(given.get(teamId) ?? []), name]);
    return given;
  }
}
