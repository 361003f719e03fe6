import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { DomainError } from '@rollcall/kernel';
import type { Request } from 'express';

import type { Actor } from '../actor.js';
import { type Access, ACCESS_KEY } from './access.decorators.js';

/** Lets a request through to its route, or not, by what the route says of its access. A silent route lets nobody in. */
@Injectable()
export class AccessGuard extends AuthGuard(['basic', 'token']) {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_KEY, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === 'public') return true;
    await super.canActivate(context);
    if (access === 'any-agent') return true;
    const { user } = context.switchToHttp().getRequest<Request & { user: Actor }>();
    if (!access) throw new DomainError('permission_missing', 'This route is closed: it does not say who may call it');
    if (!user.permissions.has(access.permission))
      throw new DomainError(
        'permission_missing',
        `This takes the permission ${access.permission}; ask an administrator for a role that has it`,
      );
    return true;
  }

  override handleRequest<TUser>(error: unknown, actor: TUser | false | null): TUser {
    if (error) throw error instanceof Error ? error : new Error('Authentication failed');
    if (!actor)
      throw new DomainError(
        'unauthenticated',
        'Send valid credentials of an enabled agent, as "Authorization: Basic base64(api_key:api_secret)"',
      );
    return actor;
  }
}
