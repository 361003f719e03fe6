import { EVERYTHING, type StoredFields } from '@rollcall/provisioning';

import type { Askable } from '../filter/conditions.js';
import { ENTERPRISE, USER } from '../attributes/user-schema.js';

const NAME_PARTS = ['formatted', 'middleName', 'honorificPrefix', 'honorificSuffix'];
const IN_ENTERPRISE = [
  ...['employeeNumber', 'costCenter', 'organization', 'division', 'department'].map((name) => [name]),
  ['manager', 'value'],
];

const OWN_FIELDS = [
  ...['displayName', 'nickName', 'profileUrl', 'title', 'userType', 'preferredLanguage', 'locale', 'timezone'].map(
    (name) => [name],
  ),
  ...NAME_PARTS.map((part) => ['name', part]),
];

/** What is kept as it was sent and can be asked for, by its path in what is kept. */
export const KEPT_FIELDS: StoredFields = [
  ...OWN_FIELDS,
  [ENTERPRISE],
  ...IN_ENTERPRISE.map((path) => [ENTERPRISE, ...path]),
];

const inList = (...names: string[]) => Object.fromEntries(names.map((name) => [name.toLowerCase(), name]));

/** What is in the extension, by its name with the URN and without it, as Entra ID asks for a manager. */
const ENTERPRISE_FIELDS = Object.fromEntries(
  IN_ENTERPRISE.flatMap((path) => {
    const field = [ENTERPRISE, ...path].join('.');
    const [name = '', ...sub] = path;
    const names = sub.length > 0 ? [path.join('.'), name] : [name];
    return names.flatMap((one) => [one, `${ENTERPRISE}:${one}`]).map((one) => [one.toLowerCase(), field]);
  }),
);

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
    'roles.display': 'role',
    roles: 'role',
    'groups.value': 'group',
    'groups.display': 'groupName',
    groups: 'group',
    ...Object.fromEntries(OWN_FIELDS.map((path) => [path.join('.').toLowerCase(), path.join('.')])),
    ...ENTERPRISE_FIELDS,
  },
  lists: {
    emails: { name: 'emails', fields: inList('value', 'type', 'display', 'primary') },
    phonenumbers: { name: 'phoneNumbers', fields: inList('value', 'type', 'display', 'primary') },
    addresses: {
      name: 'addresses',
      fields: inList('type', 'formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country', 'primary'),
    },
  },
  known: {
    schemas: { [USER.toLowerCase()]: EVERYTHING, [ENTERPRISE.toLowerCase()]: { present: ENTERPRISE } },
    'meta.resourcetype': { user: EVERYTHING },
  },
  present: {
    name: EVERYTHING,
    meta: EVERYTHING,
    addresses: { some: 'addresses', where: EVERYTHING },
    [ENTERPRISE.toLowerCase()]: { present: ENTERPRISE },
  },
  dates: new Set(['createdAt', 'updatedAt']),
  flags: new Set(['enabled', 'primary']),
  equalOnly: new Set(['role', 'group', 'groupName']),
  unsortable: new Set(),
};
