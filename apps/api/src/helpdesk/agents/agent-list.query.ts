import { IntersectionType } from '@nestjs/swagger';
import { type AgentFilter, type AgentOrder, AVAILABILITY_STATUSES, type AvailabilityStatus } from '@rollcall/agents';
import type { CursorRequest } from '@rollcall/kernel';

import { OptionalParameter } from '../../http/input/field.js';
import { KNOWN_ROLE, KNOWN_TEAM } from '../../http/input/names.js';
import { flag, oneOf, text } from '../../http/input/rules.js';
import { DEFAULT_PAGE_SIZE, PageQuery, Size } from '../page.js';

/** Filters the list of agents. */
export class AgentListQuery {
  @OptionalParameter(text({ max: 320 }), { description: 'A part of a name or e-mail, in any case' })
  search?: string;

  @OptionalParameter(KNOWN_TEAM, { description: 'A team by name; digits that are not the name of a team are an id' })
  team?: string;

  @OptionalParameter(KNOWN_ROLE, { description: 'A role by name, in any case' })
  role?: string;

  @OptionalParameter(flag())
  enabled?: boolean;

  @OptionalParameter(oneOf(AVAILABILITY_STATUSES))
  availability_status?: AvailabilityStatus;

  @OptionalParameter(text({ max: 320 }), { description: 'A whole e-mail address' })
  email?: string;
}

/** The filter of such a query. */
export function filterOf(query: AgentListQuery): AgentFilter {
  const { search, team, role, enabled, availability_status, email } = query;
  return {
    ...(search ? { search } : {}),
    ...(team ? { team } : {}),
    ...(role ? { role } : {}),
    ...(enabled !== undefined ? { enabled } : {}),
    ...(availability_status ? { availabilityStatus: availability_status } : {}),
    ...(email ? { email } : {}),
  };
}

const ORDERS = ['asc', 'desc'] as const;
const SORTABLE = ['name', 'email', 'created_at', 'updated_at'] as const;

/** What the fields are called in the directory. */
const SORTED_BY = {
  name: 'name',
  email: 'email',
  created_at: 'created',
  updated_at: 'changed',
} as const satisfies Record<(typeof SORTABLE)[number], AgentOrder['by']>;

/** Filters and sorts the list of agents and chooses a page of it. */
export class AgentPageQuery extends IntersectionType(AgentListQuery, PageQuery) {
  @OptionalParameter(oneOf(SORTABLE), {
    default: 'updated_at',
    description: 'Agents with equal values are ordered by id. `name` is the first name, then the last.',
  })
  order_by?: (typeof SORTABLE)[number];

  @OptionalParameter(oneOf(ORDERS), { default: 'desc' })
  order?: (typeof ORDERS)[number];

  get agentOrder(): AgentOrder {
    return { by: SORTED_BY[this.order_by ?? 'updated_at'], direction: this.order === 'asc' ? 'ASC' : 'DESC' };
  }
}

/** Filters the list of agents and chooses the slice after a cursor. */
export class AgentSliceQuery extends AgentListQuery {
  @OptionalParameter(text({ max: 200 }), { description: '`next_cursor` of the previous answer' })
  cursor?: string;

  @Size()
  limit?: number;

  cursorRequest(): CursorRequest {
    return { ...(this.cursor ? { cursor: this.cursor } : {}), limit: this.limit ?? DEFAULT_PAGE_SIZE };
  }
}
