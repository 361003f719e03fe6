import { type AgentFilter, AVAILABILITY_STATUSES, type AvailabilityStatus } from '@rollcall/agents';
import type { CursorRequest, PageRequest } from '@rollcall/kernel';

import { OptionalParameter } from '../../http/input/field.js';
import { flag, knownName, oneOf, text } from '../../http/input/rules.js';
import { DEFAULT_PAGE_SIZE, PageNumber, pageRequest, Size } from '../page.js';

/** Narrows the list of agents. */
export class AgentListQuery {
  @OptionalParameter(text({ max: 320 }), { description: 'A part of a name or e-mail, in any case' })
  search?: string;

  @OptionalParameter(knownName({ max: 140 }), { description: 'A team by name; digits that are no name are an id' })
  team?: string;

  @OptionalParameter(knownName({ max: 50 }), { description: 'A role by name, in any case' })
  role?: string;

  @OptionalParameter(flag())
  enabled?: boolean;

  @OptionalParameter(oneOf(AVAILABILITY_STATUSES))
  availability_status?: AvailabilityStatus;

  @OptionalParameter(text({ max: 320 }), { description: 'A whole e-mail address' })
  email?: string;

  get filter(): AgentFilter {
    return {
      ...(this.search ? { search: this.search } : {}),
      ...(this.team ? { team: this.team } : {}),
      ...(this.role ? { role: this.role } : {}),
      ...(this.enabled !== undefined ? { enabled: this.enabled } : {}),
      ...(this.availability_status ? { availabilityStatus: this.availability_status } : {}),
      ...(this.email ? { email: this.email } : {}),
    };
  }
}

/** Narrows the list of agents and cuts it into pages. */
export class AgentPageQuery extends AgentListQuery {
  @PageNumber()
  page?: number;

  @Size()
  page_size?: number;

  pageRequest(): PageRequest {
    return pageRequest(this);
  }
}

/** Narrows the list of agents and cuts it behind a cursor. */
export class AgentSliceQuery extends AgentListQuery {
  @OptionalParameter(text({ max: 200 }), { description: '`next_cursor` of the answer before' })
  cursor?: string;

  @Size()
  limit?: number;

  cursorRequest(): CursorRequest {
    return { ...(this.cursor ? { cursor: this.cursor } : {}), limit: this.limit ?? DEFAULT_PAGE_SIZE };
  }
}
