import { DomainError } from '@rollcall/kernel';

import { type Attribute, attributeNamed, COMMON, type ResourceSchema } from './attribute.js';

/** An attribute, or one inside of it, and where it stands in a resource. */
export interface AttributePath {
  /** The URN of the extension that it belongs to; null if it is the resource's own. */
  readonly extension: string | null;
  readonly attribute: Attribute;
  readonly sub: Attribute | null;
}

/** A path names a whole extension. */
export interface ExtensionPath {
  readonly extension: string;
  readonly attribute: null;
}

/** A name of an attribute (RFC 7643, section 2.1), or `$ref`. */
const NAME = /^\$?[a-z][\w-]*$/i;

/**
 * Finds what a path names: `title`, `name.givenName`, either behind the URN of a schema and a colon, or the URN of an extension. Names
 * and URNs are taken in any case. Some providers leave the URN of an extension out: `manager`.
 * @returns null if the schema has no such attribute
 * @throws DomainError `path_invalid` if it is no path
 */
export function attributeAt(path: string, { core, extensions }: ResourceSchema): AttributePath | ExtensionPath | null {
  const asked = path.toLowerCase();
  const schema = [core, ...extensions].find(
    ({ id }) => asked === id.toLowerCase() || asked.startsWith(`${id.toLowerCase()}:`),
  );
  if (schema?.id.toLowerCase() === asked) return schema === core ? null : { extension: schema.id, attribute: null };
  if (!schema && asked.startsWith('urn:')) return null;
  const [name = '', sub, ...rest] = path.slice(schema ? schema.id.length + 1 : 0).split('.');
  if (rest.length > 0 || !NAME.test(name) || (sub !== undefined && !NAME.test(sub)))
    throw new DomainError('path_invalid', `"${path.slice(0, 100)}" is no path to an attribute, such as name.givenName`);
  const own = { id: null, attributes: [...COMMON, ...core.attributes] };
  const holders = schema === undefined ? [own, ...extensions] : schema === core ? [own] : [schema];
  const holder = holders.find(({ attributes }) => attributeNamed(attributes, name));
  const attribute = holder && attributeNamed(holder.attributes, name);
  if (!attribute) return null;
  const extension = holder.id;
  if (sub === undefined) return { extension, attribute, sub: null };
  const inner = attributeNamed(attribute.subAttributes ?? [], sub);
  return inner ? { extension, attribute, sub: inner } : null;
}
