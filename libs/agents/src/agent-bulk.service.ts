import { Injectable } from '@nestjs/common';
import type { Actor } from '@rollcall/auth';
import type { Transaction } from '@rollcall/database';
import { DomainError, invalidField } from '@rollcall/kernel';
import type { RoleEntity } from '@rollcall/roles';

import { AgentAssignments } from './agent-assignments.service.js';
import { refusal } from './agent.errors.js';
import type { AgentProfile, JoinedTeam } from './agent-profile.js';
import { type AgentChanges, Agents } from './agents.service.js';

/** The one thing that is to become of each of many agents. Roles and teams are named; digits that are no team's name are an id. */
export type BulkChange =
  | { readonly enabled: boolean }
  | { readonly rolesAdd: readonly string[] }
  | { readonly rolesRemove: readonly string[] }
  | { readonly teamsAdd: readonly string[] }
  | { readonly teamsRemove: readonly string[] }
  | { readonly delete: true };

/** The roles and teams that a change names. */
interface Named {
  readonly roles: readonly RoleEntity[];
  readonly teams: readonly JoinedTeam[];
}

/** Changes many agents, each by the rules of a single change. */
@Injectable()
export class AgentBulk {
  constructor(
    private readonly agents: Agents,
    private readonly assignments: AgentAssignments,
  ) {}

  /** @throws DomainError `invalid_input` naming the roles and teams of a change that do not exist */
  async assertKnown(tx: Transaction, change: BulkChange): Promise<void> {
    await this.named(tx, change);
  }

  /**
   * Changes these agents as a part of a transaction, and says in their order why each was refused; null if it was not. An agent that
   * is refused hinders no other. `by` ends the sentences of the activity log: ` by …`.
   */
  async change(
    tx: Transaction,
    actor: Actor,
    ids: readonly number[],
    change: BulkChange,
    by: string,
  ): Promise<(DomainError | null)[]> {
    const named = await this.named(tx, change).catch(refusal);
    if (named instanceof DomainError) return ids.map(() => named);
    const refusals: (DomainError | null)[] = [];
    // Both may throw a refusal, and do so before they write.
    for (const id of ids)
      refusals.push(
        await (
          'delete' in change
            ? this.agents.deleteWithin(tx, actor, id, by)
            : this.agents.updateWithin(tx, actor, id, (agent) => changesOf(agent, change, named), { by })
        ).then(() => null, refusal),
      );
    return refusals;
  }

  private async named(tx: Transaction, change: BulkChange): Promise<Named> {
    const { roles = [], teams = [] } = await this.assignments.resolve(
      tx,
      {
        ...('rolesAdd' in change && { roles: { names: change.rolesAdd } }),
        ...('rolesRemove' in change && { roles: { names: change.rolesRemove } }),
        ...('teamsAdd' in change && { teams: change.teamsAdd }),
        ...('teamsRemove' in change && { teams: change.teamsRemove }),
      },
      [],
    );
    return { roles, teams };
  }
}

/** What a single change of this agent would send. */
function changesOf(
  agent: AgentProfile,
  change: Exclude<BulkChange, { delete: true }>,
  { roles, teams }: Named,
): AgentChanges {
  if ('enabled' in change) return change;
  if ('rolesAdd' in change) return { roles: { names: namesOf([...agent.roles, ...roles]) } };
  if ('teamsAdd' in change) return { teams: namesOf([...agent.teams, ...teams]) };
  if ('teamsRemove' in change) return { teams: namesOf(without(agent.teams, teams)) };
  const left = without(agent.roles, roles);
  if (left.length === 0)
    throw invalidField(
      'roles',
      `Agent ${agent.id} would have no role left; add another role before you take this one away`,
    );
  return { roles: { names: namesOf(left) } };
}

function namesOf(items: readonly { readonly name: string }[]): string[] {
  return items.map(({ name }) => name);
}

function without<T extends { readonly id: number }>(
  items: readonly T[],
  removed: readonly { readonly id: number }[],
): T[] {
  return items.filter(({ id }) => !removed.some((one) => one.id === id));
}
