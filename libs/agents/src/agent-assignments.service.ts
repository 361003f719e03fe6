import { Injectable } from '@nestjs/common';
import { together, type Transaction } from '@rollcall/database';
import { type RoleEntity, Roles } from '@rollcall/roles';
import { Teams } from '@rollcall/teams';

import type { HeldRole, JoinedTeam } from './agent-profile.js';
import { chooseRoles, newRoleOf, type RoleChoice } from './role-choice.js';

/** The chosen roles and teams of an agent. What is left out stays as it is. */
export interface AssignmentChoice {
  readonly roles?: RoleChoice | undefined;
  /** By name; digits that are no team's name are an id. */
  readonly teams?: readonly string[] | undefined;
}

/** Roles and teams by name, as {@link AssignmentChoice} has them. */
export interface NamedAssignments {
  readonly roles: readonly string[];
  readonly teams?: readonly string[] | undefined;
}

/** Finds the roles and teams that a request chooses for an agent. */
@Injectable()
export class AgentAssignments {
  constructor(
    private readonly roles: Roles,
    private readonly teams: Teams,
  ) {}

  /**
   * The chosen roles and teams, each in the order of their names. Until the transaction ends, no role can change and
   * no team can be deleted.
   * @throws DomainError `invalid_input` naming unknown roles or teams, `role_unknown`
   */
  async resolve(
    tx: Transaction,
    { roles, teams }: AssignmentChoice,
    held: readonly HeldRole[],
  ): Promise<{ readonly roles: readonly RoleEntity[] | undefined; readonly teams: readonly JoinedTeam[] | undefined }> {
    const [foundRoles, foundTeams] = await together([
      roles && this.rolesOf(tx, roles, held),
      teams && this.teams.resolve(tx, teams),
    ]);
    return { roles: foundRoles, teams: foundTeams };
  }

  /**
   * The same for many agents that do not exist yet, whose roles are named: the function gives those of one of `choices`.
   * @throws DomainError `invalid_input`, by the function
   */
  async resolver(
    tx: Transaction,
    choices: readonly NamedAssignments[],
  ): Promise<
    (choice: NamedAssignments) => { readonly roles: readonly RoleEntity[]; readonly teams: readonly JoinedTeam[] }
  > {
    const [rolesOf, teamsOf] = await together([
      this.roles.resolver(
        tx,
        choices.flatMap(({ roles }) => roles),
      ),
      this.teams.resolver(
        tx,
        choices.flatMap(({ teams = [] }) => teams),
      ),
    ]);
    return ({ roles, teams = [] }) => ({ roles: rolesOf(roles), teams: teamsOf(teams) });
  }

  private async rolesOf(
    tx: Transaction,
    choice: RoleChoice,
    held: readonly HeldRole[],
  ): Promise<readonly RoleEntity[]> {
    if ('names' in choice) return this.roles.resolve(tx, choice.names);
    const chosen = newRoleOf(choice, held);
    const uuids = chosen === undefined ? held.map(({ uuid }) => uuid) : [chosen];
    return chooseRoles(await this.roles.resolveUuids(tx, uuids), choice, held);
  }
}
