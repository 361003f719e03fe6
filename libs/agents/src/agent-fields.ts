import { emailKey, invalidField, normalizeEmail } from '@rollcall/kernel';
import { v7 as uuidv7 } from 'uuid';

import type { AgentEntity, AvailabilityStatus } from './agent.entity.js';
import type { PersonalFields, ShownFields } from './agent-profile.js';
import { phoneFields } from './phone.js';

/** The values that differ between the rows of new agents. */
export interface NewAgentFields {
  readonly firstName: string;
  readonly lastName: string;
  /** Null for a service account. */
  readonly email: string | null;
  readonly enabled: boolean;
  readonly passwordHash: string | null;
  readonly isSystem?: boolean;
  readonly personal?: Partial<PersonalFields> | undefined;
}

/** The row of a new agent: the part that may be shown, and the password hash, which may not. */
export interface NewAgentRow {
  readonly shown: Omit<ShownFields, 'id'>;
  readonly hidden: Pick<AgentEntity, 'passwordHash' | 'emailKey'>;
}

/** The row of a new agent, which is offline. @throws DomainError `invalid_input` */
export function newAgent(
  { personal, passwordHash, isSystem = false, ...fields }: NewAgentFields,
  now: Date,
): NewAgentRow {
  const email = fields.email === null ? null : normalizeEmail(fields.email);
  return {
    shown: {
      uuid: uuidv7(),
      createdAt: now,
      updatedAt: now,
      firstName: fields.firstName,
      lastName: fields.lastName,
      email,
      enabled: fields.enabled,
      availabilityStatus: 'offline',
      birthdate: null,
      state: null,
      country: null,
      address: null,
      isEnterprise: false,
      ...phoneFields(null),
      ...personalFields(personal, now),
      avatarUrl: null,
      externalUserId: null,
      lastActiveAt: null,
      lastLoginAt: null,
      customAttributes: {},
      isSystem,
      isService: email === null,
    },
    hidden: { passwordHash, emailKey: email === null ? null : emailKey(email) },
  };
}

/** What may be set of the row of an agent that exists. What is left out stays as it is. */
export interface AgentFieldChanges {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly email?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly availabilityStatus?: AvailabilityStatus | undefined;
  readonly personal?: Partial<PersonalFields> | undefined;
}

/**
 * The columns that a change sets. The e-mail is left out when it stays the same.
 * @throws DomainError `invalid_input`
 */
export function changedFields(
  before: ShownFields,
  { firstName, lastName, email, enabled, availabilityStatus, personal }: AgentFieldChanges,
  now: Date,
) {
  const address = email === undefined ? before.email : normalizeEmail(email);
  return {
    updatedAt: now,
    firstName: firstName ?? before.firstName,
    lastName: lastName ?? before.lastName,
    ...(address === before.email ? {} : { email: address }),
    enabled: enabled ?? before.enabled,
    availabilityStatus: availabilityStatus ?? before.availabilityStatus,
    ...personalFields(personal, now),
  };
}

/**
 * The personal fields as they are stored.
 * @throws DomainError `invalid_input`
 */
function personalFields(
  { phone, ...others }: Partial<PersonalFields> = {},
  now: Date,
): Partial<PersonalFields & ReturnType<typeof phoneFields>> {
  if (others.birthdate && others.birthdate > now)
    throw invalidField('birthdate', 'birthdate must not be in the future');
  return { ...others, ...(phone === undefined ? {} : phoneFields(phone)) };
}
