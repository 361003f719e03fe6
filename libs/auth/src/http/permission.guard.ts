import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '@rollcall/kernel';
import type { Request } from 'express';

import type { Actor } from '../actor.js';
import { assertNotHeldBack } from '../session-proof.js';
import { accessOf, OPEN_TO_HELD_BACK_KEY } from './access.decorators.js';

/**
 * Lets a request through if the access that its route states allows it, and its session is not held back. A route that states no access lets nobody in. Runs
 * after the `AccessGuard`.
 */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = accessOf(this.reflector, context);
    if (access === 'public') return true;
    if (!access) throw new DomainError('permission_missing', 'This route is closed: it does not say who may call it');
    const { user } = context.switchToHttp().getRequest<Request & { readonly user?: Actor }>();
    if (user && !this.isOpenToHeldBack(context)) assertNotHeldBack(user);
    if (access === 'any-agent') return true;
    if (!user?.permissions.has(access.permission))
      throw new DomainError(
        'permission_missing',
        `This takes the permission ${access.permission}; ask an administrator for a role that has it`,
      );
    return true;
  }

  private isOpenToHeldBack(context: ExecutionContext): boolean {
    return this.reflector.getAllAndOverride(OPEN_TO_HELD_BACK_KEY, [context.getHandler(), context.getClass()]) === true;
  }
}
