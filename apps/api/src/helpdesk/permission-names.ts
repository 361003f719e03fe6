import { PERMISSIONS } from '@rollcall/auth';

import { Rule } from '../http/input/rule.js';
import { listOf } from '../http/input/rules.js';

/** A list of permissions. The domain reports all unknown ones at once. */
export function permissionNames(): Rule {
  const item = Rule.of({
    expected: 'a string',
    plural: 'strings',
    schema: { type: 'string', enum: [...PERMISSIONS] },
    is: (value) => typeof value === 'string',
  });
  return listOf(item, { max: 1_000 });
}
