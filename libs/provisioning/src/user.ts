import { createHash } from 'node:crypto';

import { type AgentProfile, versionOf } from '@rollcall/agents';
import { emailKey, nameKey } from '@rollcall/kernel';

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * What the provider says of a person that agents have no field for, as it was sent, by the name of the attribute. Of the lists `emails`
 * and `phoneNumbers` one entry is the agent's own; it has no `value`, which is the agent's e-mail or phone.
 */
export type StoredAttributes = Readonly<Record<string, Json>>;

/** An agent as its identity provider knows it. */
export interface ProvisionedUser {
  readonly agent: AgentProfile;
  /** Its e-mail, until a provider gives it another name. */
  readonly userName: string;
  /** By which the owner of the key knows it. */
  readonly externalId: string | null;
  /** Null when no provider has written it. */
  readonly attributes: StoredAttributes | null;
}

/** What a provider may set of a user. */
export interface UserInput {
  readonly userName: string;
  readonly externalId: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string | null;
  readonly enabled: boolean;
  /** By name; undefined leaves them as they are. A new user without any gets the role Agent. */
  readonly roles: readonly string[] | undefined;
  readonly attributes: StoredAttributes;
}

/** The key by which user names are compared: that of a mailbox if it is an address, so that it is found as one. */
export function userNameKey(userName: string): string {
  return userName.includes('@') ? emailKey(userName) : nameKey(userName);
}

/** Stands for all that a provider reads of a user. 16 characters `[A-Za-z0-9_-]`. */
export function versionOfUser({ agent, userName, externalId, attributes }: ProvisionedUser): string {
  const { phone, updatedAt, uuid } = agent;
  return versionText([uuid, versionOf(agent), updatedAt, phone, userName, externalId, attributes]);
}

/** A short text that is the same for the same values, in whichever order the database has the names in an object. */
export function versionText(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values, sortedNames)).digest('base64url').slice(0, 16);
}

function sortedNames(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
