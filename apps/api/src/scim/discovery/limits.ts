import { MAX_BODY_BYTES } from '../../http/body/body.js';
import type { JsonObject, Schema } from '../attributes/attribute.js';
import { MAX_MEMBERS } from '../attributes/group-schema.js';
import { MAX_VALUES } from '../attributes/user-schema.js';
import { MAX_DEPTH, MAX_FILTER_BYTES } from '../filter/parse-filter.js';
import { MAX_OPERATIONS, MAX_PATH_BYTES } from '../patch/patch-operations.js';
import { MAX_STORED_BYTES } from '../users/user-resource.js';

/** The schema of the limits, by which one asks for them. */
export const LIMITS = 'urn:rollcall:params:scim:schemas:extension:limits:1.0:ServiceProviderConfig';

/** The limits that the standard has no attribute for. What passes one of them is refused with `tooMany`, `invalidFilter` or 413. */
const EACH = [
  ['maxBodyBytes', MAX_BODY_BYTES, 'The bytes of a body'],
  ['maxFilterBytes', MAX_FILTER_BYTES, 'The bytes of a filter'],
  ['maxFilterDepth', MAX_DEPTH, 'How deep parentheses of a filter may stand in each other'],
  ['maxMembers', MAX_MEMBERS, 'The members that one request may name'],
  ['maxPatchOperations', MAX_OPERATIONS, 'The operations of a PATCH, and the attributes that it changes'],
  ['maxPatchPathBytes', MAX_PATH_BYTES, 'The bytes of the paths of a PATCH together'],
  ['maxUserBytes', MAX_STORED_BYTES, 'The bytes that are kept of a user'],
  ['maxValues', MAX_VALUES, 'The values of each multi-valued attribute of a user'],
] as const;

/**
 * An extension of ServiceProviderConfig. It is returned on request (RFC 7643, section 2.2), since clients that are strict refuse
 * attributes that they do not know.
 */
export const LIMITS_SCHEMA: Schema = {
  id: LIMITS,
  name: 'Limits',
  description: 'The limits of requests; ServiceProviderConfig has them when its URN is among the attributes asked for',
  attributes: EACH.map(([name, , description]) => ({
    name,
    description,
    type: 'integer',
    mutability: 'readOnly',
    returned: 'request',
  })),
};

export const limits: JsonObject = Object.fromEntries(EACH.map(([name, most]) => [name, most]));
