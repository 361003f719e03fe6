import type { ResourceSchema } from './attribute.js';

export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** The most members that one request may name. */
export const MAX_MEMBERS = 5_000;

/** What a group may have (RFC 7643, section 4.2). */
export const GROUP_SCHEMA: ResourceSchema = {
  core: {
    id: GROUP,
    name: 'Group',
    description: 'A team',
    attributes: [
      {
        name: 'displayName',
        description: 'The name of the team',
        type: 'string',
        required: true,
        uniqueness: 'server',
      },
      {
        name: 'members',
        description: `The people in the team; one request may name ${MAX_MEMBERS}`,
        type: 'complex',
        multiValued: true,
        subAttributes: [
          { name: 'value', description: 'The id of a user', type: 'string', caseExact: true, mutability: 'immutable' },
          {
            name: '$ref',
            description: 'Where the user is',
            type: 'reference',
            referenceTypes: ['User'],
            mutability: 'immutable',
          },
          { name: 'display', description: 'The name of the user', type: 'string', mutability: 'readOnly' },
          {
            name: 'type',
            description: 'User',
            type: 'string',
            canonicalValues: ['User'],
            mutability: 'immutable',
          },
        ],
      },
    ],
  },
  extensions: [],
};
