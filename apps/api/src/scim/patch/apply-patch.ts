import { DomainError } from '@rollcall/kernel';

import { isObject, type Json, type JsonObject, type ResourceSchema } from '../attributes/attribute.js';
import { IGNORED } from '../attributes/user-schema.js';
import { changedList, changedValue } from './change-value.js';
import { type PatchTarget, patchTarget } from './patch-path.js';
import type { PatchOperation } from './patch-operations.js';

/**
 * A resource after these operations, one after the other (RFC 7644, section 3.5.2). Both are as `canonicalResource` has them; nothing
 * that was given is changed. Without a path, what is unknown or read-only in the value is left alone, as in a whole resource.
 * @throws DomainError `path_invalid`, `path_without_target`, `attribute_read_only`, `invalid_input`
 */
export function applyPatch(
  resource: JsonObject,
  operations: readonly PatchOperation[],
  schema: ResourceSchema,
): JsonObject {
  return operations.reduce((patched, operation) => applyOne(patched, operation, schema), resource);
}

function applyOne(resource: JsonObject, operation: PatchOperation, schema: ResourceSchema): JsonObject {
  const { op, path, value } = operation;
  if (path !== undefined) {
    if (IGNORED.has(path.toLowerCase())) return resource;
    const target = patchTarget(path, schema);
    if (!target) throw new DomainError('path_invalid', `There is no attribute "${path.slice(0, 100)}"`);
    assertWritable(target, path);
    return changed(resource, target, operation, schema);
  }
  if (op === 'remove') throw new DomainError('path_without_target', 'remove takes a path that says what to remove');
  if (!isObject(value))
    throw new DomainError('invalid_input', `${op} without a path takes an object of attributes as its value`);
  return Object.entries(value).reduce<JsonObject>((patched, [name, one]) => {
    const target = IGNORED.has(name.toLowerCase()) ? null : targetNamed(name, schema);
    if (!target || isReadOnly(target)) return patched;
    return changed(patched, target, { op, path: name, value: one }, schema);
  }, resource);
}

/** A name in a value without a path: what is no path is no attribute either. */
function targetNamed(name: string, schema: ResourceSchema): PatchTarget | null {
  try {
    return patchTarget(name, schema);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

function isReadOnly({ attribute, ...target }: PatchTarget): boolean {
  return attribute?.mutability === 'readOnly' || ('sub' in target && target.sub?.mutability === 'readOnly');
}

function assertWritable(target: PatchTarget, path: string): void {
  if (isReadOnly(target))
    throw new DomainError('attribute_read_only', `"${path.slice(0, 100)}" is read-only; leave it out`);
  const isWithin = 'where' in target && target.where !== null;
  if (!isWithin && 'sub' in target && target.sub?.mutability === 'immutable')
    throw new DomainError(
      'attribute_read_only',
      `"${path.slice(0, 100)}" cannot change; remove the element and add another`,
    );
}

function changed(
  resource: JsonObject,
  target: PatchTarget,
  operation: PatchOperation,
  schema: ResourceSchema,
): JsonObject {
  const { extension } = target;
  if (target.attribute === null) return changedExtension(resource, target.extension, operation, schema);
  const { attribute, sub, where } = target;
  if (operation.op === 'remove' && attribute.required && !sub && !where && !('value' in operation))
    throw new DomainError('attribute_read_only', `${attribute.name} is required and cannot be removed`);
  const holder = extension === null ? resource : resource[extension];
  const before = isObject(holder) ? holder : {};
  const place = `${extension === null ? '' : `${extension}:`}${attribute.name}`;
  const value = attribute.multiValued
    ? changedList(before[attribute.name], attribute, { where, sub }, operation, place)
    : changedValue(before[attribute.name], attribute, sub, operation, place);
  const after = put(before, attribute.name, value);
  return extension === null ? after : put(resource, extension, Object.keys(after).length > 0 ? after : null);
}

/** The extension as a whole: `add` and `replace` set the attributes that its value has. */
function changedExtension(
  resource: JsonObject,
  extension: string,
  { op, value = null }: PatchOperation,
  schema: ResourceSchema,
): JsonObject {
  if (op === 'remove' || value === null) return put(resource, extension, null);
  if (!isObject(value)) throw new DomainError('invalid_input', `${extension} must be an object`);
  return Object.entries(value).reduce<JsonObject>((patched, [name, one]) => {
    const target = targetNamed(`${extension}:${name}`, schema);
    return !target || isReadOnly(target) ? patched : changed(patched, target, { op, path: name, value: one }, schema);
  }, resource);
}

function put(into: JsonObject, name: string, value: Json): JsonObject {
  const others = Object.entries(into).filter(([key]) => key !== name);
  return Object.fromEntries(value === null ? others : [...others, [name, value]]);
}
