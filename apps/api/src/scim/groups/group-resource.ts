import { DomainError, invalidField } from '@rollcall/kernel';
import { type GroupInput, type ProvisionedGroup, versionOfGroup } from '@rollcall/provisioning';

import { isObject, type JsonObject, listOf } from '../attributes/attribute.js';
import { GROUP, MAX_MEMBERS } from '../attributes/group-schema.js';
import { TEAM_NAME } from '../../http/input/names.js';
import { invalidFields } from '../../http/input/rule.js';
import type { PatchOperation } from '../patch/patch-operations.js';

/** A group as SCIM shows it. `base` is the address of the window, without a slash at the end. */
export function groupResource(group: ProvisionedGroup, base: string): JsonObject {
  const { team, externalId, members } = group;
  const version = versionOfGroup(group);
  return {
    schemas: [GROUP],
    id: String(team.id),
    ...(externalId === null ? {} : { externalId }),
    displayName: team.name,
    ...(members && members.length > 0
      ? {
          members: members.map(({ uuid, firstName, lastName }) => ({
            value: uuid,
            $ref: `${base}/Users/${uuid}`,
            display: `${firstName} ${lastName}`.trim(),
            type: 'User',
          })),
        }
      : {}),
    meta: {
      resourceType: 'Group',
      created: team.createdAt.toISOString(),
      lastModified: team.updatedAt.toISOString(),
      location: `${base}/Groups/${team.id}`,
      ...(version === null ? {} : { version: `W/"${version}"` }),
    },
  };
}

/** The part of a group that a provider may write, as `canonicalResource` has it. */
export function writableGroup({ team, externalId, members = [] }: ProvisionedGroup): JsonObject {
  return {
    displayName: team.name,
    ...(externalId === null ? {} : { externalId }),
    ...(members.length > 0 ? { members: members.map(({ uuid }) => ({ value: uuid })) } : {}),
  };
}

/** What a provider asks for with a group as `canonicalResource` has it. @throws DomainError `invalid_input` */
export function groupInput({ displayName, externalId, members }: JsonObject): GroupInput {
  const name: unknown = TEAM_NAME.convert?.(displayName) ?? displayName;
  const fields = invalidFields('displayName', TEAM_NAME.problems(name));
  if (fields.length > 0)
    throw new DomainError('invalid_input', fields.map(({ message }) => message).join('; '), fields);
  return {
    name: String(name),
    externalId: typeof externalId === 'string' && externalId !== '' ? externalId : null,
    members: [...new Set(listOf(members).map(memberOf))],
  };
}

function memberOf(member: unknown): string {
  const value = isObject(member) ? member.value : undefined;
  if (typeof value !== 'string') throw invalidField('members', 'members: each needs the id of a user as its value');
  return value.toLowerCase();
}

/** @throws DomainError `too_many_values` when a request names more members than one may */
export function assertFewMembers(sent: JsonObject, operations: readonly PatchOperation[] = []): void {
  const lists = [sent, ...operations.map(({ value = null }) => (isObject(value) ? value : { members: value }))];
  const named = lists
    .flatMap((list) => Object.entries(list))
    .filter(([name]) => /(^|:)members$/i.test(name))
    .reduce((sum, [, value]) => sum + listOf(value).length, 0);
  if (named > MAX_MEMBERS)
    throw new DomainError(
      'too_many_values',
      `One request may name ${MAX_MEMBERS} members, not ${named}; send the others in PATCH requests that add them`,
    );
}
