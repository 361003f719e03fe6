import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { changesBetween } from './changes.js';

/** As it is stored: JSON has but one zero. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

const fields = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.jsonValue());

describe('changesBetween', () => {
  it('tells each field that differs by its name in snake_case, before and after', () => {
    const at = new Date('2026-01-31T10:00:00Z');
    expect(
      changesBetween(
        { firstName: 'Ada', lastName: 'Lovelace', expiresAt: null, roles: ['Agent'], gone: 1 },
        { firstName: 'Augusta', lastName: 'Lovelace', expiresAt: at, roles: ['Agent', 'Admin'], fresh: false },
      ),
    ).toEqual({
      first_name: { before: 'Ada', after: 'Augusta' },
      expires_at: { before: null, after: '2026-01-31T10:00:00.000Z' },
      roles: { before: ['Agent'], after: ['Agent', 'Admin'] },
      gone: { before: 1, after: null },
      fresh: { before: null, after: false },
    });
  });

  it('tells of a new thing what it has, and of one that is gone what it had', () => {
    const thing = { name: 'Support', emoji: null, max: 0 };
    expect(changesBetween(null, thing)).toEqual({
      name: { before: null, after: 'Support' },
      max: { before: null, after: 0 },
    });
    expect(changesBetween(thing, null)).toEqual({
      name: { before: 'Support', after: null },
      max: { before: 0, after: null },
    });
  });

  it('tells nothing where nothing differs, whatever the order of names inside', () => {
    fc.assert(
      fc.property(fields, (value) => {
        const reversed = Object.fromEntries(Object.entries(value).toReversed());
        expect(changesBetween({ value }, { value: reversed })).toEqual({});
      }),
    );
  });

  it('leads from before to after', () => {
    fc.assert(
      fc.property(fields, fields, (before, after) => {
        const changes = changesBetween(before, after);
        for (const name of Object.keys({ ...before, ...after })) {
          const change = changes[name] ?? { before: asJson(after[name]), after: asJson(after[name]) };
          expect(change.before).toEqual(asJson(before[name]));
          expect(change.after).toEqual(asJson(after[name]));
        }
      }),
    );
  });
});
