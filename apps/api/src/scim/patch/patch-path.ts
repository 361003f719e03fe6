import { DomainError } from '@rollcall/kernel';
import type { Filter } from 'scim2-parse-filter';

import { attributeAt, type AttributePath, type ExtensionPath } from '../attributes/attribute-path.js';
import { attributeNamed, type ResourceSchema } from '../attributes/attribute.js';
import { parseFilter } from '../filter/parse-filter.js';

/** What an operation changes: an attribute, the elements of a list that meet a condition, or an extension as a whole. */
export type PatchTarget = (AttributePath & { readonly where: Filter | null }) | ExtensionPath;

/** `attribute[condition].sub`, of which the condition and the sub-attribute may be missing. */
const VALUE_PATH = /^([^[\]]*)\[(.*)\](?:\.(\$?[a-z][\w-]*))?$/is;

/**
 * What a path of a PATCH names (RFC 7644, section 3.5.2).
 * @returns null if the schema has no such attribute
 * @throws DomainError `path_invalid` if it is no path
 */
export function patchTarget(path: string, schema: ResourceSchema): PatchTarget | null {
  const [, list, condition, sub] = VALUE_PATH.exec(path) ?? [];
  if (list === undefined || condition === undefined) {
    const found = attributeAt(path, schema);
    return found && (found.attribute === null ? found : { ...found, where: null });
  }
  const found = attributeAt(list, schema);
  if (!found) return null;
  if (!found.attribute?.multiValued || found.sub)
    throw new DomainError(
      'path_invalid',
      `"${list.slice(0, 100)}" is no list, of which a condition could choose elements`,
    );
  const inner = sub === undefined ? null : attributeNamed(found.attribute.subAttributes ?? [], sub);
  if (inner === undefined) return null;
  return { ...found, sub: inner, where: conditionIn(condition) };
}

function conditionIn(text: string): Filter {
  try {
    return parseFilter(text);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError('path_invalid', `The condition in brackets cannot be read: ${error.message}`);
  }
}
