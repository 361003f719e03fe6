import { EVERYTHING } from '@rollcall/provisioning';

import { GROUP } from '../attributes/group-schema.js';
import type { Askable } from '../filter/conditions.js';

/** What a filter may ask of groups. */
export const ASKABLE_GROUPS: Askable = {
  fields: {
    id: 'id',
    displayname: 'name',
    externalid: 'externalId',
    'meta.created': 'createdAt',
    'meta.lastmodified': 'updatedAt',
    'members.value': 'member',
    members: 'member',
  },
  lists: {},
  known: { schemas: { [GROUP.toLowerCase()]: EVERYTHING }, 'meta.resourcetype': { group: EVERYTHING } },
  present: { meta: EVERYTHING },
  dates: new Set(['createdAt', 'updatedAt']),
  flags: new Set(),
  equalOnly: new Set(['member']),
  unsortable: new Set(['externalId']),
};
