import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { type Actor, assertMayGrant } from './actor.js';
import { PERMISSIONS, type Permission, permissionsOf } from './permissions.js';

const somePermissions = fc.subarray([...PERMISSIONS]);
const actorWith = (permissions: readonly Permission[]): Actor => ({
  agentId: 1,
  permissions: new Set(permissions),
  ip: null,
});

describe('assertMayGrant', () => {
  it('lets through exactly what the actor holds', () => {
    fc.assert(
      fc.property(somePermissions, somePermissions, (held, granted) => {
        const attempt = (): void => {
          assertMayGrant(actorWith(held), granted, 'do this');
        };
        if (granted.every((permission) => held.includes(permission))) expect(attempt).not.toThrow();
        else expect(attempt).toThrow(expect.objectContaining({ code: 'escalation_refused' }));
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
