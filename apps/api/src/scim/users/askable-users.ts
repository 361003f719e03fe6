import type { StoredFields } from '@rollcall/provisioning';

import type { Askable } from '../filter/conditions.js';
import { ENTERPRISE } from '../attributes/user-schema.js';

const NAME_PARTS = ['formatted', 'middleName', 'honorificPrefix', 'honorificSuffix'];
const IN_ENTERPRISE = [
  ...['employeeNumber', 'costCenter', 'organization', 'division', 'department'].map((name) => [name]),
  ['manager', 'value'],
];

/** What is kept as it was sent and can be asked for, by its path in what is kept. */
export const KEPT_FIELDS: StoredFields = [
  ...['displayName', 'nickName', 'profileUrl', 'title', 'userType', 'preferredLanguage', 'locale', 'timezone'].map(
    (name) => [name],
  ),
  ...NAME_PARTS.map((part) => ['name', part]),
  ...IN_ENTERPRISE.map((path) => [ENTERPRISE, ...path]),
];

/** How a filter names it: with a colon behind a URN. */
function nameOf([first = '', ...rest]: readonly string[]): string {
  return [first, ...rest].join('.').replace(`${ENTERPRISE}.`, `${ENTERPRISE}:`).toLowerCase();
}

const inList = (...names: string[]) => Object.fromEntries(names.map((name) => [name.toLowerCase(), name]));

/** What a filter may ask of users. */
export const ASKABLE_USERS: Askable = {
  fields: {
    id: 'id',
    username: 'userName',
    externalid: 'externalId',
    active: 'enabled',
    'name.givenname': 'firstName',
    'name.familyname': 'lastName',
    'meta.created': 'createdAt',
    'meta.lastmodified': 'updatedAt',
    'roles.value': 'role',
    roles: 'role',
    'groups.value': 'group',
    groups: 'group',
    ...Object.fromEntries(KEPT_FIELDS.map((path) => [nameOf(path), path.join('.')])),
  },
  lists: {
    emails: { name: 'emails', fields: inList('value', 'type', 'display', 'primary') },
    phonenumbers: { name: 'phoneNumbers', fields: inList('value', 'type', 'display', 'primary') },
    addresses: {
      name: 'addresses',
      fields: inList('type', 'formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country', 'primary'),
    },
  },
  dates: new Set(['createdAt', 'updatedAt']),
  unsortable: new Set(['role', 'group']),
};
