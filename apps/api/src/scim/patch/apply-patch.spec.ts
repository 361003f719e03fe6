import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@rollcall/kernel';
import fc from 'fast-check';

import { type JsonObject, listOf } from '../attributes/attribute.js';
import { canonicalResource } from '../attributes/canonical.js';
import { GROUP_SCHEMA } from '../attributes/group-schema.js';
import { ENTERPRISE, USER, USER_SCHEMA } from '../attributes/user-schema.js';
import { refusalOf } from '../../testing/refusal-of.js';
import { applyPatch } from './apply-patch.js';
import { operationsOf, type PatchOperation } from './patch-operations.js';

const ADA: JsonObject = {
  userName: 'ada',
  active: true,
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  title: 'Analyst',
  emails: [
    { value: 'ada@example.com', type: 'work', primary: true },
    { value: 'ada@home.example', type: 'home' },
  ],
  [ENTERPRISE]: { department: 'Engines' },
};

const patch = (...operations: object[]) =>
  applyPatch(ADA, operationsOf({ Operations: operations as JsonObject[] }), USER_SCHEMA);

const manyEmails = (count: number) => Array.from({ length: count }, (_, index) => ({ value: `e${index}@example.com` }));
const manyNames = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, 1]));
const COMPARISONS = Array.from({ length: 10 }, () => 'type eq "nothing"').join(' or ');

describe('a patch', () => {
  it.each<[string, object, JsonObject]>([
    ['replaces a value', { op: 'replace', path: 'title', value: 'Countess' }, { title: 'Countess' }],
    ['takes operations in capitals', { op: 'Replace', path: 'title', value: 'Countess' }, { title: 'Countess' }],
    ['takes names in any case', { OP: 'replace', Path: 'TITLE', VALUE: 'Countess' }, { title: 'Countess' }],
    ['takes "False" for false', { op: 'Replace', path: 'active', value: 'False' }, { active: false }],
    ['takes "True" for true', { op: 'replace', value: { ACTIVE: 'True' } }, { active: true }],
    [
      'takes a list of one for a value',
      { op: 'replace', path: 'title', value: [{ $ref: null, value: 'Countess' }] },
      { title: 'Countess' },
    ],
    [
      'sets a part of a complex value and keeps the others',
      { op: 'replace', path: 'name.givenName', value: 'Augusta' },
      { name: { givenName: 'Augusta', familyName: 'Lovelace' } },
    ],
    [
      'merges a complex value',
      { op: 'add', path: 'name', value: { middleName: 'King' } },
      { name: { givenName: 'Ada', familyName: 'Lovelace', middleName: 'King' } },
    ],
    [
      'takes dotted and URN keys without a path',
      {
        op: 'replace',
        value: { 'name.familyName': 'King', [`${ENTERPRISE}:department`]: 'Weaving', [`${USER}:title`]: 'Countess' },
      },
      { name: { givenName: 'Ada', familyName: 'King' }, title: 'Countess', [ENTERPRISE]: { department: 'Weaving' } },
    ],
    [
      'takes an extension as an object',
      { op: 'add', value: { [ENTERPRISE]: { costCenter: '7' } } },
      { [ENTERPRISE]: { department: 'Engines', costCenter: '7' } },
    ],
    [
      'takes a manager by the bare id',
      { op: 'add', path: `${ENTERPRISE}:manager`, value: 'm-1' },
      { [ENTERPRISE]: { department: 'Engines', manager: { value: 'm-1' } } },
    ],
    [
      'removes an extension with its last value',
      { op: 'remove', path: `${ENTERPRISE}:department` },
      { [ENTERPRISE]: undefined as never },
    ],
    ['removes a value', { op: 'Remove', path: 'title' }, { title: undefined as never }],
    [
      'leaves out what is unknown without a path',
      { op: 'replace', value: { 'urn:x:y': 1, unknown: 2, id: 'x', 'a b': 1 } },
      {},
    ],
    [
      'changes the element that meets the condition',
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'new@example.com' },
      {
        emails: [
          { value: 'new@example.com', type: 'work', primary: true },
          { value: 'ada@home.example', type: 'home' },
        ],
      },
    ],
    [
      'adds the element that the condition describes where there is none',
      { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+1 5' },
      { phoneNumbers: [{ type: 'mobile', value: '+1 5' }] },
    ],
    [
      'removes elements by a condition',
      { op: 'remove', path: 'emails[type eq "home" or value co "nobody"]' },
      { emails: [{ value: 'ada@example.com', type: 'work', primary: true }] },
    ],
    [
      'keeps one primary element, the new one',
      { op: 'add', path: 'emails', value: { value: 'x@example.com', type: 'other', primary: true } },
      {
        emails: [
          { value: 'ada@example.com', type: 'work', primary: false },
          { value: 'ada@home.example', type: 'home' },
          { value: 'x@example.com', type: 'other', primary: true },
        ],
      },
    ],
    ['ignores passwords', { op: 'replace', path: 'password', value: 'secret' }, {}],
  ])('%s', (_what, operation, changes) => {
    const expected = Object.fromEntries(
      Object.entries({ ...ADA, ...changes }).filter(([, value]) => (value as unknown) !== undefined),
    );
    expect(patch(operation)).toEqual(expected);
  });

  it.each<[string, object, string]>([
    ['id', { op: 'replace', path: 'id', value: 'x' }, 'attribute_read_only'],
    ['groups', { op: 'add', path: 'groups', value: [{ value: '1' }] }, 'attribute_read_only'],
    ['meta.created', { op: 'replace', path: 'meta.created', value: 'x' }, 'attribute_read_only'],
    ['a required attribute that is removed', { op: 'remove', path: 'userName' }, 'attribute_read_only'],
    ['__proto__', { op: 'add', path: '__proto__', value: { polluted: true } }, 'path_invalid'],
    ['__proto__.polluted', { op: 'add', path: '__proto__.polluted', value: true }, 'path_invalid'],
    ['constructor.prototype', { op: 'add', path: 'constructor.prototype', value: true }, 'path_invalid'],
    ['name.__proto__', { op: 'add', path: 'name.__proto__', value: true }, 'path_invalid'],
    ['an unknown attribute', { op: 'add', path: 'shoeSize', value: '38' }, 'path_invalid'],
    ['an unknown URN', { op: 'add', path: 'urn:acme:user:shoe', value: '38' }, 'path_invalid'],
    ['a path that is none', { op: 'add', path: 'emails[type eq', value: 'x' }, 'path_invalid'],
    ['a condition on what is no list', { op: 'add', path: 'title[a eq "b"]', value: 'x' }, 'path_invalid'],
    [
      'a condition on what elements do not have',
      { op: 'add', path: 'emails[shoe eq "b"].value', value: 'x' },
      'path_invalid',
    ],
    [
      'a condition of too many parentheses',
      { op: 'remove', path: `emails[${'('.repeat(1000)}a pr${')'.repeat(1000)}]` },
      'path_invalid',
    ],
    [
      'replace without a target',
      { op: 'replace', path: 'emails[type eq "other"].value', value: 'x' },
      'path_without_target',
    ],
    ['remove without a path', { op: 'remove' }, 'path_without_target'],
    ['a flag that is none', { op: 'replace', path: 'active', value: 'maybe' }, 'invalid_input'],
    ['an unknown operation', { op: 'move', path: 'title', value: 'x' }, 'invalid_input'],
    ['no value', { op: 'add', path: 'title' }, 'invalid_input'],
    ['no object without a path', { op: 'add', value: 'x' }, 'invalid_input'],
  ])('refuses %s', (_what, operation, code) => {
    expect(() => patch(operation)).toThrow(expect.objectContaining({ code }));
    expect({}).not.toHaveProperty('polluted');
  });

  it.each<[string, readonly object[]]>([
    ['a hundred and one values', [{ op: 'add', path: 'emails', value: manyEmails(101) }]],
    [
      'a hundred values that come with several operations beside those that are held',
      [
        { op: 'add', path: 'emails', value: manyEmails(50) },
        { op: 'add', value: { Emails: manyEmails(100).slice(50) } },
      ],
    ],
    [
      'an element more than a hundred by a condition',
      [
        { op: 'replace', path: 'emails', value: manyEmails(100) },
        { op: 'add', path: 'emails[type eq "other"].value', value: 'x@example.com' },
      ],
    ],
    [
      'changes of a hundred and one attributes',
      [
        { op: 'add', value: manyNames(100) },
        { op: 'remove', path: 'title' },
      ],
    ],
    ['paths of more than 16 KB', Array.from({ length: 100 }, () => ({ op: 'remove', path: `emails[${COMPARISONS}]` }))],
  ])('refuses %s', (_what, operations) => {
    expect(() => patch(...operations)).toThrow(expect.objectContaining({ code: 'too_many_values' }));
  });

  it('takes away of a list that is longer than lists may be now', () => {
    const emails = listOf(manyEmails(300));
    const Operations = [{ op: 'remove', path: 'emails[value sw "e1"]' }];
    const { emails: left } = applyPatch({ ...ADA, emails }, operationsOf({ Operations }), USER_SCHEMA);
    expect(left).toHaveLength(189);
  });

  it('makes what a condition says into values of the right type', () => {
    const operation = { op: 'Add', path: 'phoneNumbers[primary eq "True" and type eq 5].value', value: '7' };
    expect(patch(operation).phoneNumbers).toEqual([{ primary: true, type: '5', value: '7' }]);
  });

  it('of anything leaves what was given as it is, the prototype of objects too, and ends in what is canonical or a refusal', () => {
    const names = [
      ...Object.keys(ADA),
      'name.givenName',
      'emails[type eq "work"]',
      '__proto__',
      'constructor',
      `${ENTERPRISE}:manager`,
      '$',
      '',
    ];
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 2 })),
    );
    const operation = fc.record({
      op: fc.constantFrom<PatchOperation['op'][]>('add', 'replace', 'remove'),
      path: fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 20 })),
      value: value as fc.Arbitrary<JsonObject>,
    });
    const before = JSON.stringify(ADA);
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 4 }), (operations) => {
        let made = ADA;
        const refusal = refusalOf(() => {
          made = applyPatch(ADA, operations, USER_SCHEMA);
        });
        expect(refusal === null || refusal instanceof DomainError).toBe(true);
        expect(canonicalResource(made, USER_SCHEMA)).toEqual(made);
        expect(JSON.stringify(ADA)).toBe(before);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a patch of members', () => {
  const group: JsonObject = { displayName: 'Team', members: [{ value: 'a' }, { value: 'b' }] };
  const patched = (...operations: object[]) =>
    applyPatch(group, operationsOf({ Operations: operations as JsonObject[] }), GROUP_SCHEMA).members;

  it.each<[string, object, unknown]>([
    [
      'adds each once',
      { op: 'Add', path: 'members', value: [{ value: 'b' }, { value: 'c' }, { value: 'c' }] },
      ['a', 'b', 'c'],
    ],
    ['removes those that are listed', { op: 'Remove', path: 'members', value: [{ value: 'a' }] }, ['b']],
    ['removes by a condition', { op: 'Remove', path: 'members[value eq "a"]' }, ['b']],
    ['minds no member that is not there', { op: 'remove', path: 'members[value eq "x"]' }, ['a', 'b']],
    ['removes all', { op: 'remove', path: 'members' }, undefined],
    ['replaces all', { op: 'replace', path: 'members', value: [{ value: 'z' }] }, ['z']],
    ['replaces all by none', { op: 'replace', path: 'members', value: [] }, undefined],
    [
      'replaces without a path, with the id beside',
      { op: 'replace', value: { id: '7', members: [{ value: 'z' }] } },
      ['z'],
    ],
  ])('%s', (_what, operation, expected) => {
    const members = patched(operation);
    expect(Array.isArray(members) ? members.map(({ value }: { value: string }) => value) : members).toEqual(expected);
  });
});
