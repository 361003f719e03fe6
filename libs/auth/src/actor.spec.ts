import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@rollcall/kernel';
import fc from 'fast-check';

import { assertMayGrant } from './actor.js';
import { permissionsOf } from './held-permissions.js';
import { PERMISSIONS, type Permission } from './permissions.js';
import { actorWith } from './testing/index.js';

const somePermissions = fc.subarray([...PERMISSIONS]);
function isGranted(held: readonly Permission[], granted: readonly Permission[]): boolean {
  try {
    assertMayGrant(actorWith(held), granted, 'do this');
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'escalation_refused') return false;
    throw error;
  }
}

describe('assertMayGrant', () => {
  it('lets through exactly what the actor holds', () => {
    fc.assert(
      fc.property(somePermissions, somePermissions, (held, granted) => {
        const allowed = granted.every((permission) => held.includes(permission));
        expect(isGranted(held, granted)).toBe(allowed);
      }),
    );
  });

  it('says what is missing', () => {
    expect(() => {
      assertMayGrant(actorWith(['users:manage']), ['users:manage', 'roles:manage', 'ai:manage'], 'hand out "X"');
    }).toThrow('You may not hand out "X": that takes permissions you do not hold yourself (ai:manage, roles:manage)');
  });
});

describe('permissionsOf', () => {
  it('gives Admin every permission and others those of all their roles, sorted and each once', () => {
    expect(permissionsOf({ admin: true, listed: [] })).toEqual([...PERMISSIONS].toSorted());
    expect(
      permissionsOf({ admin: false, listed: ['view:manage', 'ai:manage', 'view:manage', 'gone:long_ago'] }),
    ).toEqual(['ai:manage', 'view:manage']);
  });
});
