import { DomainError, emailKey, invalidField } from '@rollcall/kernel';
import { type ProvisionedUser, type StoredAttributes, type UserInput, versionOfUser } from '@rollcall/provisioning';

import { isObject, type Json, type JsonObject, listOf } from '../attributes/attribute.js';
import { ENTERPRISE, USER } from '../attributes/user-schema.js';
import { FIRST_NAME, LAST_NAME } from '../../http/input/names.js';
import { invalidFields, type Rule } from '../../http/input/rule.js';
import { emailAddress, text } from '../../http/input/rules.js';

const EMAIL = emailAddress();
const TEXT = text({ max: 1_000 });
const USER_NAME = text({ min: 1, max: 320 });
const PHONE = text({ max: 50 });
const EXTERNAL_ID = text({ min: 1, max: 1_000 });

/** How much a provider may have us keep of one user, in bytes. */
export const MAX_STORED_BYTES = 65_536;

/** What is kept as it was sent. */
const STORED = [
  'displayName',
  'nickName',
  'profileUrl',
  'title',
  'userType',
  'preferredLanguage',
  'locale',
  'timezone',
  'addresses',
];

/** The parts of the name that agents have no field for. */
const NAME_PARTS = ['formatted', 'middleName', 'honorificPrefix', 'honorificSuffix'];

/** A user as SCIM shows it. `base` is the address of the window, without a slash at the end. */
export function userResource(user: ProvisionedUser, base: string): JsonObject {
  const { agent } = user;
  const location = `${base}/Users/${agent.uuid}`;
  return {
    ...writableUser(user),
    schemas: user.attributes && ENTERPRISE in user.attributes ? [USER, ENTERPRISE] : [USER],
    id: agent.uuid,
    groups: agent.teams.map(({ id, name }) => ({ value: String(id), $ref: `${base}/Groups/${id}`, display: name })),
    meta: {
      resourceType: 'User',
      created: agent.createdAt.toISOString(),
      lastModified: agent.updatedAt.toISOString(),
      location,
      version: `W/"${versionOfUser(user)}"`,
    },
  };
}

/** The part of a user that a provider may write, as `canonicalResource` has it. */
export function writableUser({ agent, userName, externalId, attributes }: ProvisionedUser): JsonObject {
  const stored = attributes ?? {};
  const { emails, phoneNumbers, name, ...kept } = stored;
  const phones =
    withOwn(phoneNumbers, agent.phone, samePhone) ?? (agent.phone ? [{ value: agent.phone, type: 'work' }] : []);
  // Entra ID changes a single role as the primary one.
  const primary = agent.roles.length === 1 ? { primary: true } : {};
  const roles = agent.roles.map(({ name: role }) => ({ value: role, display: role, ...primary }));
  return {
    ...kept,
    userName,
    ...(externalId === null ? {} : { externalId }),
    name: {
      ...(isObject(name) ? name : {}),
      givenName: agent.firstName,
      ...(agent.lastName && { familyName: agent.lastName }),
    },
    active: agent.enabled,
    emails: withOwn(emails, agent.email, sameEmail) ?? [{ value: agent.email ?? '', type: 'work', primary: true }],
    ...(phones.length > 0 ? { phoneNumbers: phones } : {}),
    ...(roles.length > 0 ? { roles } : {}),
  };
}

/**
 * What a provider asks for with a user as `canonicalResource` has it. The agent's e-mail is the primary one, or the work one, or the
 * first; without any, it is the `userName`. Without a name, it is made of what there is.
 * @throws DomainError `invalid_input`
 */
export function userInput(user: JsonObject): UserInput {
  const userName = checked(user.userName, USER_NAME, 'userName') ?? required('userName');
  const emails = listOf(user.emails);
  const email = checked(
    chosen(emails)?.value ?? (userName.includes('@') ? userName : undefined),
    EMAIL,
    'emails.value',
  );
  if (email === undefined) throw invalidField('emails', 'emails must have an e-mail, unless userName is one');
  const phones = listOf(user.phoneNumbers);
  const phone = checked(chosen(phones)?.value, PHONE, 'phoneNumbers.value') ?? null;
  const name = isObject(user.name) ? user.name : {};
  const { firstName, lastName } = namesOf(name, user.displayName, userName);
  const { roles } = user;
  return {
    userName,
    externalId: checked(user.externalId, EXTERNAL_ID, 'externalId') ?? null,
    firstName,
    lastName,
    email,
    phone,
    enabled: user.active !== false,
    roles: roles === undefined ? undefined : rolesOf(listOf(roles)),
    attributes: storedOf(user, emails, phones, name),
  };
}

function storedOf(
  user: JsonObject,
  emails: readonly Json[],
  phones: readonly Json[],
  name: JsonObject,
): StoredAttributes {
  for (const attribute of STORED) if (typeof user[attribute] === 'string') checked(user[attribute], TEXT, attribute);
  const nameParts = Object.entries(name).filter(([part]) => NAME_PARTS.includes(part));
  const stored = {
    ...Object.fromEntries(
      Object.entries(user).filter(([attribute]) => STORED.includes(attribute) || attribute === ENTERPRISE),
    ),
    ...(nameParts.length > 0 ? { name: Object.fromEntries(nameParts) } : {}),
    ...(emails.length > 0 ? { emails: withoutOwn(emails) } : {}),
    ...(phones.length > 0 ? { phoneNumbers: withoutOwn(phones) } : {}),
  };
  if (Buffer.byteLength(JSON.stringify(stored)) > MAX_STORED_BYTES)
    throw new DomainError('invalid_input', `A user must take at most ${MAX_STORED_BYTES} bytes`);
  return stored;
}

/** First and last name: those that were sent, or what the whole name or the user name have before and behind the last space. */
function namesOf({ givenName, familyName, formatted }: JsonObject, displayName: Json | undefined, userName: string) {
  const last = checked(familyName, LAST_NAME, 'name.familyName');
  const first = checked(givenName, FIRST_NAME, 'name.givenName');
  if (first !== undefined || last)
    return { firstName: first ?? last ?? '', lastName: first === undefined ? '' : (last ?? '') };
  const whole = [formatted, displayName].find((one) => typeof one === 'string' && one.trim() !== '');
  const words = typeof whole === 'string' ? whole.trim().split(/\s+/) : [userName.replace(/@.*/s, '') || userName];
  const firstName = checked(
    words
      .slice(0, Math.max(1, words.length - 1))
      .join(' ')
      .slice(0, 140),
    FIRST_NAME,
    'name',
  );
  return { firstName: firstName ?? userName, lastName: words.length > 1 ? (words.at(-1) ?? '').slice(0, 140) : '' };
}

function rolesOf(roles: readonly Json[]): string[] {
  return roles.map((role) => {
    const value = isObject(role) ? role.value : role;
    if (typeof value !== 'string') throw invalidField('roles', 'roles: each needs the name of a role as its value');
    return roleInText(value);
  });
}

/** The name of a role. Entra ID puts an object with a `value` into a text: `{"id":"…","value":"Agent"}`. */
function roleInText(text: string): string {
  if (!text.startsWith('{')) return text;
  try {
    const role: unknown = JSON.parse(text);
    return isObject(role) && typeof role.value === 'string' ? role.value : text;
  } catch {
    return text;
  }
}

/** The element of a list that is the agent's own. */
function chosen(elements: readonly Json[]): JsonObject | undefined {
  const objects = elements.filter(isObject).filter(({ value }) => typeof value === 'string' && value !== '');
  return objects.find(({ primary }) => primary === true) ?? objects.find(({ type }) => type === 'work') ?? objects[0];
}

/** The list, in which the agent's own has `sent` in place of `value`. */
function withoutOwn(elements: readonly Json[]): Json {
  const own = chosen(elements);
  return elements.map((element) => {
    if (own === undefined || element !== own) return element;
    const { value, ...others } = own;
    return { ...others, sent: value ?? null };
  });
}

/** The list with the agent's own value, as it was sent if it still is the same. */
function withOwn(
  elements: Json | undefined,
  value: string | null,
  same: (a: string, b: string) => boolean,
): Json[] | undefined {
  if (elements === undefined) return undefined;
  return listOf(elements).flatMap((element) => {
    if (!isObject(element) || !('sent' in element)) return [element];
    const { sent, ...others } = element;
    if (value === null) return [];
    return [{ value: typeof sent === 'string' && same(sent, value) ? sent : value, ...others }];
  });
}

function sameEmail(a: string, b: string): boolean {
  return emailKey(a) === emailKey(b);
}

function samePhone(a: string, b: string): boolean {
  return a === b;
}

/** The text as its rule has it; undefined if there is none. @throws DomainError `invalid_input` */
function checked(value: Json | undefined, { convert, problems }: Rule, field: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  const made: unknown = convert ? convert(value) : value;
  const fields = invalidFields(field, problems(made));
  if (fields.length > 0)
    throw new DomainError('invalid_input', fields.map(({ message }) => message).join('; '), fields);
  return String(made);
}

function required(field: string): never {
  throw invalidField(field, `${field} is required`);
}
