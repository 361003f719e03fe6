import { isFiltered, queryOf, type AgentSearch } from '../agents/agent-search.js';
import { type BulkTarget, MOST_AGENTS } from '../api/bulk.js';

/** The agents that are chosen in the table, on any of its pages, or all that its filters find. */
export type Selection = ReadonlySet<number> | 'all';

export const NONE: Selection = new Set<number>();

/** The selection with these agents chosen or not. What was all becomes these alone, since the others are not known by id. */
export function choose(selection: Selection, ids: readonly number[], isChosen: boolean): Selection {
  const chosen = new Set(selection === 'all' ? [] : selection);
  for (const id of ids) {
    if (isChosen) chosen.add(id);
    else chosen.delete(id);
  }
  return chosen;
}

/** The agents of this page that are chosen. */
export function chosenOf(selection: Selection, ids: readonly number[]): ReadonlySet<number> {
  return new Set(selection === 'all' ? ids : ids.filter((id) => selection.has(id)));
}

/** How many agents are chosen when the filters find `total`. */
export function countOf(selection: Selection, total: number): number {
  return selection === 'all' ? total : selection.size;
}

/** Whether all that match can be chosen: the api takes no filter without a criterion, and not more agents than it changes at once. */
export function mayChooseAll(selection: Selection, search: AgentSearch, total: number): boolean {
  return selection !== 'all' && isFiltered(search) && total > selection.size && total <= MOST_AGENTS;
}

/** What the api is told to change. */
export function targetOf(selection: Selection, search: AgentSearch): BulkTarget {
  if (selection !== 'all') return { ids: [...selection] };
  const { search: text, team, role, enabled, availability_status } = queryOf(search);
  const criteria = { search: text, team, role, enabled, availability_status };
  return { filter: Object.fromEntries(Object.entries(criteria).filter(([, value]) => value !== undefined)) };
}
