import { describe, expect, it } from '@jest/globals';
import { PERMISSIONS, type Permission } from '@rollcall/auth';

import { assertMayChange } from './agent-access.js';

const OTHERS = PERMISSIONS.filter((permission) => permission !== 'users:manage');

describe('an agent', () => {
  const change = (id: number | null, permissions: readonly Permission[]) => () => {
    assertMayChange({ agentId: 7, permissions: new Set(permissions) }, id);
  };

  it('may be changed by itself, whatever it holds', () => {
    expect(change(7, [])).not.toThrow();
    expect(change(7, ['users:manage'])).not.toThrow();
  });

  it('may be changed by anybody with users:manage', () => {
    expect(change(8, ['users:manage'])).not.toThrow();
  });

  it.each([8, null])('may be changed by nobody else, and whether there is one is not told: %s', (id) => {
    expect(change(id, OTHERS)).toThrow(
      expect.objectContaining({ code: 'permission_missing', message: expect.stringContaining('users:manage') }),
    );
  });

  it('that does not exist is not refused to those who may change any', () => {
    expect(change(null, ['users:manage'])).not.toThrow();
  });
});
