import { attributeAt, type AttributePath, type ExtensionPath } from './attribute-path.js';
import { COMMON, isObject, type Json, type JsonObject, type ResourceSchema } from './attribute.js';

/** Which attributes an answer has (RFC 7644, section 3.9): those that are asked for, or all but some. */
export interface Selection {
  readonly attributes?: string | undefined;
  readonly excludedAttributes?: string | undefined;
}

/** Whether a selection shows an attribute of the resource itself. */
export function shows({ attributes, excludedAttributes }: Selection, name: string): boolean {
  const asked = name.toLowerCase();
  const bare = namesIn(attributes).map((path) => path.toLowerCase().replace(/^urn:.*:/, ''));
  if (bare.length > 0) return bare.some((path) => path === asked || path.startsWith(`${asked}.`));
  return !namesIn(excludedAttributes).some((path) => path.toLowerCase().replace(/^urn:.*:/, '') === asked);
}

/**
 * Chooses the part of a resource that is asked for; `id` and `schemas` always are. What there is not is asked for in vain. Extensions
 * that are returned on request are left out unless they are asked for.
 * @throws DomainError `path_invalid` if a name is no path
 */
export function selecting(
  { attributes, excludedAttributes }: Selection,
  schema: ResourceSchema,
): (resource: JsonObject) => JsonObject {
  const [asked, left] = [pathsIn(attributes, schema), pathsIn(excludedAttributes, schema)];
  if (namesIn(attributes).length > 0) return (resource) => onlyThese(resource, asked);
  const onRequest = schema.extensions
    .filter((extension) => extension.attributes.every(({ returned }) => returned === 'request'))
    .map(({ id }): Path => ({ extension: id, attribute: null }));
  return (resource) => [...left, ...onRequest].reduce(without, resource);
}

type Path = AttributePath | ExtensionPath;

function pathsIn(list: string | undefined, schema: ResourceSchema): Path[] {
  return namesIn(list).flatMap((name) => attributeAt(name, schema) ?? []);
}

function namesIn(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function onlyThese(resource: JsonObject, paths: readonly Path[]): JsonObject {
  const always = COMMON.filter(({ returned }) => returned === 'always').map(({ name }) => name);
  let made: JsonObject = pick(resource, always);
  for (const found of paths) {
    const { extension, attribute } = found;
    if (!attribute) made = { ...made, ...pick(resource, [extension]) };
    else if (extension === null) made = withPart(made, resource, attribute.name, found.sub?.name);
    else {
      const inner = resource[extension];
      const before = made[extension];
      if (isObject(inner))
        made = {
          ...made,
          [extension]: withPart(isObject(before) ? before : {}, inner, attribute.name, found.sub?.name),
        };
    }
  }
  return made;
}

function withPart(made: JsonObject, from: JsonObject, name: string, sub: string | undefined): JsonObject {
  const value = from[name];
  if (value === undefined) return made;
  if (sub === undefined) return { ...made, [name]: value };
  const before = made[name];
  const part = (one: Json | undefined, known: Json | undefined): Json => ({
    ...(isObject(known) ? known : {}),
    ...(isObject(one) ? pick(one, [sub]) : {}),
  });
  if (!Array.isArray(value)) return { ...made, [name]: part(value, before) };
  return {
    ...made,
    [name]: value.map((one: Json, index) => part(one, Array.isArray(before) ? (before[index] as Json) : undefined)),
  };
}

function without(resource: JsonObject, found: Path): JsonObject {
  const { extension, attribute } = found;
  if (!attribute) return omit(resource, extension);
  if (attribute.returned === 'always') return resource;
  if (extension !== null) {
    const inner = resource[extension];
    return isObject(inner)
      ? { ...resource, [extension]: withoutPart(inner, attribute.name, found.sub?.name) }
      : resource;
  }
  return withoutPart(resource, attribute.name, found.sub?.name);
}

function withoutPart(resource: JsonObject, name: string, sub: string | undefined): JsonObject {
  const value = resource[name];
  if (value === undefined || sub === undefined) return omit(resource, name);
  const less = (one: Json): Json => (isObject(one) ? omit(one, sub) : one);
  return { ...resource, [name]: Array.isArray(value) ? value.map(less) : less(value) };
}

function pick(from: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name): [string, Json][] => {
      const value = from[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function omit(from: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(from).filter(([key]) => key !== name));
}
