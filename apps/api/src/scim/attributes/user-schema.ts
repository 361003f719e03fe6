import type { Attribute, ResourceSchema } from './attribute.js';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** The most values that a user may have of one attribute. Each operation of a PATCH goes through all of them. */
export const MAX_VALUES = 100;

const text = (name: string, description: string): Attribute => ({ name, description, type: 'string' });

/** A list of values with a type, of which one may be the primary one. */
function values(name: string, description: string, types: readonly string[], more: readonly Attribute[]): Attribute {
  return {
    name,
    description: `${description}; at most ${MAX_VALUES}`,
    type: 'complex',
    multiValued: true,
    most: MAX_VALUES,
    subAttributes: [
      ...more,
      { name: 'type', description: 'Its kind', type: 'string', canonicalValues: types },
      { name: 'primary', description: 'Whether it is the preferred one; at most one is', type: 'boolean' },
    ],
  };
}

const value = [text('value', 'The value'), text('display', 'How it is shown')];

/** What a user may have (RFC 7643, sections 4.1 and 4.3). The one list: checks, filters, changes and `/Schemas` follow it. */
export const USER_SCHEMA: ResourceSchema = {
  core: {
    id: USER,
    name: 'User',
    description: 'An agent',
    attributes: [
      {
        name: 'userName',
        description: 'The name by which the provider knows the user; its e-mail where no provider gave another',
        type: 'string',
        required: true,
        uniqueness: 'server',
      },
      {
        name: 'name',
        description: 'The parts of the name',
        type: 'complex',
        subAttributes: [
          text('formatted', 'The whole name'),
          text('familyName', 'The last name'),
          text('givenName', 'The first name'),
          text('middleName', 'The middle names'),
          text('honorificPrefix', 'Titles before the name'),
          text('honorificSuffix', 'Titles behind the name'),
        ],
      },
      text('displayName', 'The name as the provider shows it'),
      text('nickName', 'A nick name'),
      { name: 'profileUrl', description: 'A page about the user', type: 'reference', referenceTypes: ['external'] },
      text('title', 'The title, such as Vice President'),
      text('userType', 'The kind of employment'),
      text('preferredLanguage', 'The preferred language (BCP 47)'),
      text('locale', 'Where the user is, for numbers and dates'),
      text('timezone', 'The time zone (IANA)'),
      { name: 'active', description: 'Whether the agent is enabled', type: 'boolean' },
      {
        ...values(
          'emails',
          "E-mails; the primary, or else the work one, or else the first is the agent's",
          ['work', 'home', 'other'],
          [{ ...text('value', 'The e-mail'), required: true }, text('display', 'How it is shown')],
        ),
        required: true,
      },
      values(
        'phoneNumbers',
        "Phones; one is the agent's, as of emails",
        ['work', 'home', 'mobile', 'fax', 'pager', 'other'],
        value,
      ),
      values(
        'addresses',
        'Postal addresses',
        ['work', 'home', 'other'],
        [
          text('formatted', 'The whole address'),
          text('streetAddress', 'The street'),
          text('locality', 'The city'),
          text('region', 'The state or region'),
          text('postalCode', 'The postal code'),
          text('country', 'The country (ISO 3166-1)'),
        ],
      ),
      {
        name: 'groups',
        description: 'The teams of the agent; the group changes them',
        type: 'complex',
        multiValued: true,
        mutability: 'readOnly',
        subAttributes: [
          { ...text('value', 'The id of the group'), mutability: 'readOnly' },
          {
            name: '$ref',
            description: 'Where it is',
            type: 'reference',
            referenceTypes: ['Group'],
            mutability: 'readOnly',
          },
          { ...text('display', 'Its name'), mutability: 'readOnly' },
        ],
      },
      {
        name: 'roles',
        description: `The roles of the agent; the value is the name of a role that exists; at most ${MAX_VALUES}`,
        type: 'complex',
        multiValued: true,
        most: MAX_VALUES,
        primaryIsOnly: true,
        subAttributes: [
          { ...text('value', 'The name of the role'), canonicalValues: ['Agent', 'Admin'] },
          text('display', 'The same'),
          text('type', 'Ignored'),
          { name: 'primary', description: 'Whether it is the only one', type: 'boolean' },
        ],
      },
    ],
  },
  extensions: [
    {
      id: ENTERPRISE,
      name: 'EnterpriseUser',
      description: 'What a company knows of a user',
      attributes: [
        text('employeeNumber', 'The number of the employee'),
        text('costCenter', 'The cost center'),
        text('organization', 'The organization'),
        text('division', 'The division'),
        text('department', 'The department'),
        {
          name: 'manager',
          description: 'The manager',
          type: 'complex',
          subAttributes: [
            text('value', 'The id of the manager'),
            { name: '$ref', description: 'Where the manager is', type: 'reference', referenceTypes: ['User'] },
            { ...text('displayName', 'The name of the manager'), mutability: 'readOnly' },
          ],
        },
      ],
    },
  ],
};

/** What providers send and nothing is done with: people set their password by a link. */
export const IGNORED: ReadonlySet<string> = new Set(['password']);
