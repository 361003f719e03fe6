import type { Attribute, JsonObject, ResourceSchema, Schema } from '../attributes/attribute.js';
import { GROUP, GROUP_SCHEMA } from '../attributes/group-schema.js';
import { selecting, type Selection } from '../attributes/selection.js';
import { ENTERPRISE, USER, USER_SCHEMA } from '../attributes/user-schema.js';
import { MAX_BODY_BYTES } from '../../http/body/body.js';
import { DEFAULT_COUNT, MAX_RESULTS } from '../list.query.js';
import type { ScimBase } from '../scim-base.js';
import { limits, LIMITS, LIMITS_SCHEMA } from './limits.js';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';

const CONFIG = `${CORE}:ServiceProviderConfig`;

/** What one may ask for of {@link serviceProviderConfig}. */
export const CONFIG_SCHEMA: ResourceSchema = {
  core: {
    id: CONFIG,
    name: 'Service Provider Configuration',
    description: 'What this window can do',
    attributes: [
      'documentationUri',
      'patch',
      'bulk',
      'filter',
      'changePassword',
      'sort',
      'etag',
      'pagination',
      'authenticationSchemes',
    ].map((name) => ({ name, description: name, type: name === 'documentationUri' ? 'reference' : 'complex' })),
  },
  extensions: [LIMITS_SCHEMA],
};

/** What this window can do (RFC 7643, section 5; `pagination`: RFC 9865, section 3), and when they are asked for its limits. */
export function serviceProviderConfig(base: ScimBase, query: Selection): JsonObject {
  const config = selecting(query, CONFIG_SCHEMA)(wholeConfig(base));
  return LIMITS in config ? { ...config, schemas: [CONFIG, LIMITS] } : config;
}

function wholeConfig({ url, docs }: ScimBase): JsonObject {
  return {
    schemas: [CONFIG],
    documentationUri: docs,
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: MAX_BODY_BYTES },
    filter: { supported: true, maxResults: MAX_RESULTS },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor: false,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: DEFAULT_COUNT,
      maxPageSize: MAX_RESULTS,
    },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer key',
        description: 'Authorization: Bearer in-…, a key of an agent that holds scim:manage',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
      {
        type: 'httpbasic',
        name: 'Key pair',
        description: 'The api_key as the user name, the api_secret as the password',
        specUri: 'https://www.rfc-editor.org/info/rfc7617',
        primary: false,
      },
    ],
    [LIMITS]: limits,
    meta: { resourceType: 'ServiceProviderConfig', location: `${url}/ServiceProviderConfig` },
  };
}

/** The types of resources (RFC 7643, section 6). */
export function resourceTypes(base: string): JsonObject[] {
  const type = (
    name: string,
    endpoint: string,
    description: string,
    schema: string,
    extensions: readonly string[],
  ) => ({
    schemas: [`${CORE}:ResourceType`],
    id: name,
    name,
    endpoint,
    description,
    schema,
    ...(extensions.length > 0
      ? { schemaExtensions: extensions.map((extension) => ({ schema: extension, required: false })) }
      : {}),
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${name}` },
  });
  return [
    type('User', '/Users', 'The agents, without programs', USER, [ENTERPRISE]),
    type('Group', '/Groups', 'The teams', GROUP, []),
  ];
}

/** The schemas of all resources, and that of the limits (RFC 7643, section 7). */
export function schemas(base: string): JsonObject[] {
  const all = [USER_SCHEMA, GROUP_SCHEMA].flatMap(({ core, extensions }) => [core, ...extensions]);
  return [...all, LIMITS_SCHEMA].map((schema) => schemaResource(schema, base));
}

function schemaResource({ id, name, description, attributes }: Schema, base: string): JsonObject {
  return {
    schemas: [`${CORE}:Schema`],
    id,
    name,
    description,
    attributes: attributes.map(attributeResource),
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
  };
}

function attributeResource(attribute: Attribute): JsonObject {
  const { name, type, description, subAttributes, canonicalValues, referenceTypes } = attribute;
  return {
    name,
    type,
    description,
    multiValued: attribute.multiValued ?? false,
    required: attribute.required ?? false,
    ...(type === 'string' || type === 'reference' ? { caseExact: attribute.caseExact ?? type === 'reference' } : {}),
    mutability: attribute.mutability ?? 'readWrite',
    returned: attribute.returned ?? 'default',
    uniqueness: attribute.uniqueness ?? 'none',
    ...(canonicalValues ? { canonicalValues } : {}),
    ...(referenceTypes ? { referenceTypes } : {}),
    ...(subAttributes ? { subAttributes: subAttributes.map(attributeResource) } : {}),
  };
}
