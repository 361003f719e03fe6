import type { BulkChange } from '@rollcall/agents';
import { type BulkTarget, MAX_BULK_AGENTS } from '@rollcall/imports';
import { invalidField } from '@rollcall/kernel';

import { Field, OptionalField, rulesOf } from '../../http/input/field.js';
import { KNOWN_ROLE, KNOWN_TEAM, MAX_NAMES } from '../../http/input/names.js';
import { flag, listOf, objectWith, onlyTrue, wholeNumber } from '../../http/input/rules.js';
import { AgentListQuery, filterOf } from '../agents/agent-list.query.js';

/** What is to become of the agents: exactly one of these. */
const ROLES = listOf(KNOWN_ROLE, { min: 1, max: MAX_NAMES });
const TEAMS = listOf(KNOWN_TEAM, { min: 1, max: MAX_NAMES });
const CHANGE = objectWith(
  new Map([
    ['enabled', flag()],
    ['roles_add', ROLES],
    ['roles_remove', ROLES],
    ['teams_add', TEAMS],
    ['teams_remove', TEAMS],
    ['delete', onlyTrue()],
  ]),
  { min: 1, max: 1 },
);

/** The criteria of the list of agents. */
const FILTER = objectWith(rulesOf(AgentListQuery), { min: 1 });

export const CHANGE_SCHEMA = CHANGE.words.schema;

/** A change as clients send it, which {@link CHANGE} has checked. */
export interface ChangeInBody {
  readonly enabled?: boolean;
  readonly roles_add?: readonly string[];
  readonly roles_remove?: readonly string[];
  readonly teams_add?: readonly string[];
  readonly teams_remove?: readonly string[];
  readonly delete?: true;
}

/** The body of POST /agents/bulk. */
export class BulkChangeBody {
  @OptionalField(listOf(wholeNumber({ min: 1 }), { min: 1, max: MAX_BULK_AGENTS }), {
    description: 'The agents by id; `ids` or `filter` is required, and not both',
    example: [2, 3],
  })
  ids?: number[] | null;

  @OptionalField(FILTER, {
    description: `All agents that the list shows with these criteria at the time of the request, at most ${MAX_BULK_AGENTS}`,
  })
  filter?: AgentListQuery | null;

  @Field(CHANGE, {
    description:
      'Exactly one of these. Each agent is changed by the rules of a single change: it keeps its other roles and teams, and at least one role.',
    example: { teams_add: ['Sales'] },
  })
  change!: ChangeInBody;
}

/** Which agents a body means. @throws DomainError `invalid_input` */
export function targetIn({ ids, filter }: BulkChangeBody): BulkTarget {
  if (ids && filter) throw invalidField('filter', 'filter must be left out when ids are sent; send one of the two');
  if (ids) return { ids };
  if (filter) return { filter: filterOf(filter) };
  throw invalidField('ids', 'ids or filter must say which agents to change');
}

/** The change that a body asks for. */
export function changeIn({ change }: BulkChangeBody): BulkChange {
  if (change.enabled !== undefined) return { enabled: change.enabled };
  if (change.roles_add) return { rolesAdd: change.roles_add };
  if (change.roles_remove) return { rolesRemove: change.roles_remove };
  if (change.teams_add) return { teamsAdd: change.teams_add };
  if (change.teams_remove) return { teamsRemove: change.teams_remove };
  return { delete: true };
}

/** The same change as clients send it. */
export function changeInBody(change: BulkChange): ChangeInBody {
  if ('rolesAdd' in change) return { roles_add: change.rolesAdd };
  if ('rolesRemove' in change) return { roles_remove: change.rolesRemove };
  if ('teamsAdd' in change) return { teams_add: change.teamsAdd };
  if ('teamsRemove' in change) return { teams_remove: change.teamsRemove };
  return change;
}
