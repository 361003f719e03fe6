import type { AgentListQuery, Availability } from '../api/agents.js';

export const AVAILABILITIES = [
  'online',
  'away',
  'away_manual',
  'away_and_reassigning',
  'offline',
] as const satisfies readonly Availability[];

/** The columns that the table can be sorted by, and what the api calls them. */
const SORTED_BY = { name: 'name', email: 'email', created: 'created_at', changed: 'updated_at' } as const;

type SortColumn = keyof typeof SORTED_BY;

/** A column; with a minus before it, its greatest comes first. */
export type AgentSort = SortColumn | `-${SortColumn}`;

export const SORT_COLUMNS = ['name', 'email', 'created', 'changed'] as const satisfies readonly SortColumn[];
export const SORTS: readonly AgentSort[] = SORT_COLUMNS.flatMap((column) => [column, `-${column}` as const]);

/** As the api sorts unless it is asked for another order. */
export const USUAL_SORT: AgentSort = '-changed';

const SIZES = [25, 50, 100];
const USUAL_SIZE = 50;

/** Which agents the table shows, as the address says it: whoever is given the address sees the same. */
export interface AgentSearch {
  readonly search?: string | undefined;
  readonly team?: string | undefined;
  readonly role?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly availability?: Availability | undefined;
  readonly sort?: AgentSort | undefined;
  readonly page?: number | undefined;
  readonly size?: number | undefined;
}

/** Reads an address that anybody may have written: what makes no sense is as if it were not there. */
export function parseAgentSearch(raw: Readonly<Record<string, unknown>>): AgentSearch {
  const { search, team, role, enabled, availability, sort, page, size } = raw;
  return defined({
    search: textOf(search),
    team: textOf(team),
    role: textOf(role),
    enabled: { true: true, false: false }[String(enabled)],
    availability: AVAILABILITIES.find((word) => word === availability),
    sort: sortIn(sort),
    page: pageOf(page),
    size: SIZES.find((known) => String(known) === String(size)),
  });
}

/** What is asked of the api. */
export function queryOf({ page, size, availability, sort, ...filters }: AgentSearch) {
  return defined({
    ...filters,
    availability_status: availability,
    ...(sort ? orderOf(sort) : {}),
    page: page ?? 1,
    page_size: size ?? USUAL_SIZE,
  }) satisfies AgentListQuery;
}

/** What narrows the list. */
export const FILTERS = ['search', 'team', 'role', 'enabled', 'availability'] as const satisfies (keyof AgentSearch)[];

/** Whether it narrows the list. */
export function isFiltered(search: AgentSearch): boolean {
  return FILTERS.some((filter) => search[filter] !== undefined);
}

/** The sort of that name, unless it is the usual one. */
export function sortIn(value: unknown): AgentSort | undefined {
  return SORTS.find((sort) => sort === value && sort !== USUAL_SORT);
}

function orderOf(sort: AgentSort) {
  const column = SORT_COLUMNS.find((known) => sort.endsWith(known)) ?? 'changed';
  return { order_by: SORTED_BY[column], order: sort.startsWith('-') ? 'desc' : 'asc' } as const;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The first page is what there is without a number. In an address numbers are texts. */
function pageOf(value: unknown): number | undefined {
  const page = /^\d{1,6}$/.test(String(value)) ? Number(value) : 0;
  return page > 1 ? page : undefined;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The same without what is undefined. */
function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
