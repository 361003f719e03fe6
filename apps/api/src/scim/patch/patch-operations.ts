import { DomainError, invalidField } from '@rollcall/kernel';

import { isObject, type Json, type JsonObject, listOf } from '../attributes/attribute.js';

/** One operation of a PATCH. */
export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path?: string;
  readonly value?: Json;
}

/**
 * The most attributes that the operations of one PATCH may change; one without a path changes each that its value names. Each change
 * goes through the whole list that it is about.
 */
export const MAX_OPERATIONS = 100;

/** How long the paths of one PATCH may be together, in bytes. Each comparison in their brackets is made with each element. */
export const MAX_PATH_BYTES = 16_384;

/**
 * The operations of a PATCH (RFC 7644, section 3.5.2). Names and operations are taken in any case.
 * @throws DomainError `invalid_input` if they cannot be read, `too_many_values` if they change too much
 */
export function operationsOf(body: JsonObject): PatchOperation[] {
  const operations = named(body, 'operations');
  if (!Array.isArray(operations) || operations.length === 0)
    throw invalidField('Operations', 'Operations must be a list of operations');
  if (operations.length > MAX_OPERATIONS)
    throw invalidField('Operations', `Operations must have at most ${MAX_OPERATIONS} items`);
  const made = listOf(operations).map((one, index) => operationOf(one, `Operations.${index}`));
  assertFewPaths(made.flatMap(({ path, value }) => path ?? (isObject(value) ? Object.keys(value) : [])));
  return made;
}

function assertFewPaths(paths: readonly string[]): void {
  if (paths.length > MAX_OPERATIONS)
    throw tooMany(`A PATCH may change ${MAX_OPERATIONS} attributes, not ${paths.length}`);
  const bytes = paths.reduce((sum, path) => sum + Buffer.byteLength(path), 0);
  if (bytes > MAX_PATH_BYTES) throw tooMany(`The paths of a PATCH may have ${MAX_PATH_BYTES} bytes together`);
}

function tooMany(text: string): DomainError {
  return new DomainError('too_many_values', `${text}; send the others in another PATCH`);
}

function operationOf(sent: Json, place: string): PatchOperation {
  if (!isObject(sent)) throw invalidField(place, `${place} must be an object`);
  const [op, path, value] = ['op', 'path', 'value'].map((name) => named(sent, name));
  const verb = typeof op === 'string' ? op.toLowerCase() : null;
  if (verb !== 'add' && verb !== 'replace' && verb !== 'remove')
    throw invalidField(`${place}.op`, `${place}.op must be one of add, replace, remove`);
  if (path !== undefined && path !== null && typeof path !== 'string')
    throw new DomainError('path_invalid', `${place}.path must be a string`);
  // Some providers say with an empty path that there is none.
  const given = typeof path === 'string' && path.trim() !== '' ? { path: path.trim() } : {};
  if (verb !== 'remove' && value === undefined) throw invalidField(`${place}.value`, `${place}.value is required`);
  return { op: verb, ...given, ...(value === undefined || (verb === 'remove' && value === null) ? {} : { value }) };
}

function named(object: JsonObject, name: string): Json | undefined {
  const key = Object.keys(object).find((one) => one.toLowerCase() === name);
  return key === undefined ? undefined : object[key];
}
