import { agentOfMailbox } from '@rollcall/agents';
import { emailKey, nameKey } from '@rollcall/kernel';
import { hasRole, holdersOfRole, idOfRole } from '@rollcall/roles';
import { idOfTeamNamed, isInTeam, membersOfTeam } from '@rollcall/teams';

import type { FieldSql, Searchable } from './condition.js';
import { userNameKey } from './user.js';

const BY_MAILBOX = `ARRAY${agentOfMailbox('$value')}`;

/** Those whose own e-mail it is, or one of the others that a provider gave them. By the indexes on mailboxes and on those e-mails. */
const HOLDERS_OF_EMAIL = `agent.id = ANY (
  ARRAY${agentOfMailbox('(CAST($value AS text[]))[1]')}
  || ARRAY(SELECT holder.agent_id FROM provisioned_agents holder
    WHERE CAST(lower(holder.attributes->>'emails') AS jsonb)
      @> jsonb_build_array(jsonb_build_object('value', lower((CAST($value AS text[]))[2])))))`;

const element = (name: string, own?: string): FieldSql => ({
  sql: own ? `coalesce(element->>'${name}', ${own})` : `element->>'${name}'`,
  type: 'text',
});

const elementsOf = (name: string, without: string) =>
  `jsonb_array_elements(coalesce(provisioned.attributes->'${name}', ${without})) AS element`;

const stored = (path: readonly string[]): FieldSql => ({
  sql: `jsonb_extract_path_text(provisioned.attributes, ${path.map((name) => `'${name}'`).join(', ')})`,
  type: 'text',
});

const OWN_ONLY = `'[{"type":"work","primary":true}]'`;

/** The stored attributes that can be asked for, each by its path. Written in code, and never sent. */
export type StoredFields = readonly (readonly string[])[];

/**
 * What can be asked of users, as SQL about an `agent`, what is `provisioned` of it and its `external` id, by the names of the fields
 * of {@link ProvisionedUser}; a stored attribute is named by its path, with dots.
 */
export function userSearch(storedFields: StoredFields): Searchable {
  return {
    fields: {
      id: {
        sql: 'CAST(agent.uuid AS text)',
        type: 'exact',
        equal: (value) => ({ sql: 'agent.uuid = CAST($value AS uuid)', value: isUuid(value) ? value : null }),
      },
      userName: {
        sql: 'coalesce(provisioned.userName, agent.email)',
        type: 'text',
        equal: (value) => ({
          sql: `agent.id = ANY (
            ARRAY(SELECT named.agent_id FROM provisioned_agents named WHERE named.user_name_key = $value)
            || ARRAY(SELECT unnest(${BY_MAILBOX}) EXCEPT SELECT named.agent_id FROM provisioned_agents named
              WHERE named.agent_id = ANY (${BY_MAILBOX})))`,
          value: userNameKey(value),
        }),
      },
      externalId: {
        sql: 'external.externalId',
        type: 'exact',
        equal: (value) => ({
          sql: `agent.id = ANY (ARRAY(
            SELECT known.agent_id FROM agent_external_ids known
            WHERE known.owner_id = :ownerId AND known.external_id = $value))`,
          value,
        }),
      },
      firstName: { sql: 'agent.firstName', type: 'text' },
      lastName: { sql: 'agent.lastName', type: 'text' },
      enabled: { sql: 'agent.enabled', type: 'boolean' },
      createdAt: { sql: 'agent.createdAt', type: 'date' },
      updatedAt: { sql: 'agent.updatedAt', type: 'date' },
      role: {
        sql: '',
        type: 'exact',
        onlyEqual: true,
        present: hasRole('agent.id'),
        equal: (value) => ({ sql: `agent.id IN ${holdersOfRole(idOfRole('$value'))}`, value: nameKey(value) }),
      },
      group: {
        sql: '',
        type: 'exact',
        onlyEqual: true,
        present: isInTeam('agent.id'),
        equal: (value) => ({ sql: `agent.id IN ${membersOfTeam('$value')}`, value: isNumber(value) ? value : null }),
      },
      groupName: {
        sql: '',
        type: 'exact',
        onlyEqual: true,
        present: isInTeam('agent.id'),
        equal: (value) => ({ sql: `agent.id IN ${membersOfTeam(idOfTeamNamed('$value'))}`, value: nameKey(value) }),
      },
      ...Object.fromEntries(storedFields.map((path) => [path.join('.'), stored(path)])),
    },
    lists: {
      emails: {
        from: elementsOf('emails', OWN_ONLY),
        fields: {
          value: element('value', 'agent.email'),
          type: element('type'),
          display: element('display'),
          primary: { sql: `CAST(element->>'primary' AS boolean)`, type: 'boolean' },
        },
        holders: (value) => ({ sql: HOLDERS_OF_EMAIL, value: [emailKey(value), value] }),
      },
      phoneNumbers: {
        from: elementsOf('phoneNumbers', OWN_ONLY),
        fields: {
          value: element('value', 'agent.phone'),
          type: element('type'),
          display: element('display'),
          primary: { sql: `CAST(element->>'primary' AS boolean)`, type: 'boolean' },
        },
      },
      addresses: {
        from: elementsOf('addresses', `'[]'`),
        fields: {
          ...Object.fromEntries(
            ['type', 'formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'].map((name) => [
              name,
              element(name),
            ]),
          ),
          primary: { sql: `CAST(element->>'primary' AS boolean)`, type: 'boolean' },
        },
      },
    },
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text has the form of a uuid. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Whether a text is the id of a team. */
export function isNumber(text: string): boolean {
  return /^[1-9]\d{0,15}$/.test(text);
}
