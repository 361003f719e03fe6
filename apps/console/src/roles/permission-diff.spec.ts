import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { isSame, permissionDiff } from './permission-diff.js';

const lists = fc.array(fc.constantFrom('a:read', 'b:read', 'c:manage', 'd:manage'));

describe('what differs between two roles', () => {
  it('is what one has and the other lacks', () => {
    expect(permissionDiff(['b:read', 'a:read'], ['c:manage', 'b:read', 'a:manage'])).toEqual({
      added: ['a:manage', 'c:manage'],
      removed: ['a:read'],
    });
  });

  it('is nothing where they hold the same, in whatever order', () => {
    expect(isSame(permissionDiff(['a:read', 'b:read', 'a:read'], ['b:read', 'a:read']))).toBe(true);
    expect(isSame(permissionDiff([], ['a:read']))).toBe(false);
    expect(isSame(permissionDiff(['a:read'], []))).toBe(false);
  });

  it('makes the second list of the first one', () => {
    fc.assert(
      fc.property(lists, lists, (before, after) => {
        const { added, removed } = permissionDiff(before, after);
        const changed = new Set([...before.filter((permission) => !removed.includes(permission)), ...added]);
        expect(changed).toEqual(new Set(after));
      }),
    );
  });
});
