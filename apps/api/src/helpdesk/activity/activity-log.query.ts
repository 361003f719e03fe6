import {
  ACTIVITY_TARGETS,
  ACTIVITY_TYPES,
  type ActivityFilter,
  type ActivityOrder,
  type ActivityTarget,
  type ActivityType,
} from '@rollcall/activity';

import { dateTime } from '../../http/input/date-time.js';
import { OptionalParameter } from '../../http/input/field.js';
import { oneOf, text, uuid, wholeNumber } from '../../http/input/rules.js';
import { PageQuery } from '../page.js';
import { FIELD_NAMES, type FieldName, FIELDS, MODEL, parseConditions } from './activity-conditions.js';
import { TARGET_WORDS } from './target-word.js';

const ORDERS = ['asc', 'desc'] as const;
/** A URL cannot be longer either. */
const MAX_FILTERS = 8_000;

const WORDS = Object.values(TARGET_WORDS);

/** The name of the table, which clients may write before the name of a column. */
const PREFIX = new RegExp(`^${MODEL}\\.(?=.)`);

/** Filters, sorts and pages the activity log. */
export class ActivityLogQuery extends PageQuery {
  @OptionalParameter(oneOf(ORDERS, { meaning: (word) => word.toLowerCase() }).orEmpty(), { default: 'desc' })
  order?: (typeof ORDERS)[number] | null;

  @OptionalParameter(
    oneOf(FIELD_NAMES, {
      described: FIELD_NAMES.flatMap((name) => [name, `${MODEL}.${name}`]),
      meaning: (word) => word.replace(PREFIX, ''),
    }).orEmpty(),
    { default: 'created_at', description: 'Entries with equal values are ordered by time' },
  )
  order_by?: FieldName | null;

  @OptionalParameter(text({ max: MAX_FILTERS }), {
    description:
      'A JSON list of conditions, or a group `{"logic":"OR","rules":[…]}` of conditions and groups. Operators: equals, not equals, greater than, less than, between (two values and a comma), in (a JSON list of texts), contains, not contains, set, not set. A date such as 2023-11-07 is that day in UTC; texts are compared character by character.',
    example: `[{"model":"${MODEL}","field":"activity_type","operator":"equals","value":"agent_login"}]`,
  })
  filters?: string;

  @OptionalParameter(text({ max: 320 }), { description: 'A part of the description, in any case' })
  search?: string;

  @OptionalParameter(oneOf(ACTIVITY_TYPES))
  activity_type?: ActivityType;

  @OptionalParameter(wholeNumber({ min: 1 }), { description: 'The agent who did it' })
  actor_id?: number;

  @OptionalParameter(
    oneOf(ACTIVITY_TARGETS, {
      described: WORDS,
      meaning: (word) => (word === TARGET_WORDS.agent ? 'agent' : word),
    }),
    { description: '`agent` means the same as `user`' },
  )
  target_model_type?: ActivityTarget;

  @OptionalParameter(wholeNumber({ min: 1 }))
  target_model_id?: number;

  @OptionalParameter(uuid(), { description: 'The id of a target that has no number' })
  target_model_uuid?: string;

  @OptionalParameter(dateTime(), { description: 'The first moment' })
  created_from?: Date;

  @OptionalParameter(dateTime(), { description: 'The last moment' })
  created_to?: Date;

  get filter(): ActivityFilter {
    const condition = this.filters === undefined ? undefined : parseConditions(this.filters);
    return {
      ...(condition ? { condition } : {}),
      ...(this.search ? { search: this.search } : {}),
      ...(this.activity_type ? { type: this.activity_type } : {}),
      ...(this.actor_id ? { actorId: this.actor_id } : {}),
      ...(this.target_model_type ? { targetType: this.target_model_type } : {}),
      ...(this.target_model_id ? { targetId: this.target_model_id } : {}),
      ...(this.target_model_uuid ? { targetUuid: this.target_model_uuid } : {}),
      ...(this.created_from ? { from: this.created_from } : {}),
      ...(this.created_to ? { to: this.created_to } : {}),
    };
  }

  get activityOrder(): ActivityOrder {
    return { by: FIELDS[this.order_by ?? 'created_at'], direction: this.order === 'asc' ? 'ASC' : 'DESC' };
  }
}
