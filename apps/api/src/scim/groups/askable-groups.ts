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
  dates: new Set(['createdAt', 'updatedAt']),
  flags: new Set(),
  unsortable: new Set(['member', 'externalId']),
};
