import { describe, expect, it } from '@jest/globals';
import { Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';

import type { Permission } from '../permissions.js';
import { AnyAgent, Public, RequirePermission } from './access.decorators.js';
import { PermissionGuard } from './permission.guard.js';

/** A route that says this of its access, or nothing. */
function route(access?: (target: object) => unknown): () => null {
  const handler = () => null;
  access?.(handler);
  return handler;
}

/** Whether a request is let in to the route, of an agent who holds these permissions, or of nobody. */
function letsIn(handler: () => null, permissions?: readonly Permission[]): boolean {
  const request = permissions ? { user: { permissions: new Set(permissions) } } : {};
  try {
    return new PermissionGuard(new Reflector()).canActivate(new ExecutionContextHost([request], Object, handler));
  } catch {
    return false;
  }
}

describe('the guard of permissions', () => {
  it('lets nobody in to a route that does not say who may call it', () => {
    const silent = route();
    expect([letsIn(silent), letsIn(silent, ['users:manage', 'teams:manage'])]).toEqual([false, false]);
  });

  it('lets those in who may call the route, and nobody to a permission who is not known', () => {
    const teams = route(RequirePermission('teams:manage'));
    expect([letsIn(route(Public())), letsIn(route(AnyAgent()), [])]).toEqual([true, true]);
    expect(letsIn(teams, ['teams:manage'])).toBe(true);
    expect([letsIn(teams), letsIn(teams, ['users:manage'])]).toEqual([false, false]);
  });
});
