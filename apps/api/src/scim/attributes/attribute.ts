/** An attribute of a resource (RFC 7643, section 7). What is left out has the default that the RFC gives it. */
export interface Attribute {
  readonly name: string;
  readonly description: string;
  readonly type: 'string' | 'boolean' | 'integer' | 'reference' | 'complex';
  readonly multiValued?: true;
  /** The most values that one resource may have of a multi-valued attribute; any number when left out. */
  readonly most?: number;
  /** Whether a path to the primary value, such as `roles[primary eq "True"].value`, means the only value that there is to be. */
  readonly primaryIsOnly?: true;
  readonly required?: true;
  readonly caseExact?: true;
  readonly mutability?: 'readOnly' | 'immutable';
  readonly returned?: 'always' | 'request';
  readonly uniqueness?: 'server';
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
}

/** A schema: a resource's own, or an extension of it. */
export interface Schema {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

/** All that a type of resource may have. */
export interface ResourceSchema {
  readonly core: Schema;
  readonly extensions: readonly Schema[];
}

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** An object of JSON. */
export type JsonObject = Readonly<Record<string, Json>>;

/** The attributes that every resource has (RFC 7643, section 3.1), beside those of its schemas. */
export const COMMON: readonly Attribute[] = [
  {
    name: 'schemas',
    description: 'The schemas of the resource',
    type: 'reference',
    referenceTypes: ['uri'],
    multiValued: true,
    mutability: 'readOnly',
    returned: 'always',
  },
  { name: 'id', description: 'The id', type: 'string', caseExact: true, mutability: 'readOnly', returned: 'always' },
  { name: 'externalId', description: 'The id at the provider', type: 'string', caseExact: true },
  {
    name: 'meta',
    description: 'What is known of the resource itself',
    type: 'complex',
    mutability: 'readOnly',
    subAttributes: ['resourceType', 'created', 'lastModified', 'location', 'version'].map((name) => ({
      name,
      description: name,
      type: 'string',
      mutability: 'readOnly',
    })),
  },
];

/** The attribute with this name, in any case (RFC 7643, section 2.1). */
export function attributeNamed(attributes: readonly Attribute[], name: string): Attribute | undefined {
  const asked = name.toLowerCase();
  return attributes.find((attribute) => attribute.name.toLowerCase() === asked);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value as a list, that of a single value too. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
}
