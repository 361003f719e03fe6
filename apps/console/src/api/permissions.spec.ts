import { describe, expect, it } from '@jest/globals';

import { heldPermissions, may, mayGrant } from './permissions.js';

const ada = { permissions: ['users:manage', 'teams:manage'], roles: ['Lead', 'Agent'] };

describe('what somebody is offered', () => {
  it('is what takes a permission that they hold', () => {
    expect([may(ada, 'users:manage'), may(ada, 'roles:manage')]).toEqual([true, false]);
  });

  it('is to hand out what they hold themselves, and no more', () => {
    expect(mayGrant(ada, { permissions: ['teams:manage'] })).toBe(true);
    expect(mayGrant(ada, { permissions: [] })).toBe(true);
    expect(mayGrant(ada, { permissions: ['teams:manage', 'roles:manage'] })).toBe(false);
  });
});

describe('what an agent may do', () => {
  it('names each role that gives it, and none that the agent does not have', () => {
    const roles = [
      { name: 'Lead', permissions: ['users:manage', 'teams:manage'] },
      { name: 'Agent', permissions: ['teams:manage'] },
      { name: 'Admin', permissions: ['users:manage', 'teams:manage', 'roles:manage'] },
    ];
    expect(heldPermissions(ada, roles)).toEqual([
      { permission: 'users:manage', through: ['Lead'] },
      { permission: 'teams:manage', through: ['Lead', 'Agent'] },
    ]);
  });
});
