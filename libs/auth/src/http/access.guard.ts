import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { DomainError } from '@rollcall/kernel';
import type { Request } from 'express';

import type { Actor } from '../actor.js';
import { isWithin } from '../address-ranges.js';
import type { VerifiedKey } from '../api-keys.js';
import { type Access, ACCESS_KEY } from './access.decorators.js';
import { UsageRecorder } from './usage-recorder.js';

/** A request whose key was verified; passport put it there. */
type AuthenticatedRequest = Request & { readonly verifiedKey: VerifiedKey; user?: Actor };

/** Lets a request through to its route, or not, by what the route says of its access. A silent route lets nobody in. */
@Injectable()
export class AccessGuard extends AuthGuard(['basic', 'token', 'bearer', 'header-key', 'query-key']) {
  constructor(
    private readonly reflector: Reflector,
    private readonly usage: UsageRecorder,
  ) {
    super({ property: 'verifiedKey' });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_KEY, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === 'public') return true;
    await super.canActivate(context);
    const actor = this.actorOf(context.switchToHttp().getRequest<AuthenticatedRequest>());
    if (access === 'any-agent') return true;
    if (!access) throw new DomainError('permission_missing', 'This route is closed: it does not say who may call it');
    if (!actor.permissions.has(access.permission))
      throw new DomainError(
        'permission_missing',
        `This takes the permission ${access.permission}; ask an administrator for a role that has it`,
      );
    return true;
  }

  /** What passport calls with what the strategies found. */
  override handleRequest<TUser>(error: unknown, key: TUser | false | null): TUser {
    if (error) throw error instanceof Error ? error : new Error('Authentication failed');
    if (!key) unauthenticated();
    return key;
  }

  /** Puts the agent behind the verified key into the request, for the controller. From elsewhere a key is no key. */
  private actorOf(request: AuthenticatedRequest): Actor {
    const { agentId, permissions, allowedIps } = request.verifiedKey;
    const ip = request.ip ?? null;
    if (allowedIps && !isWithin(allowedIps, ip)) unauthenticated();
    this.usage.seen(request.verifiedKey);
    request.user = { agentId, permissions, ip };
    return request.user;
  }
}

/** The one answer to every credential that is not good, so that it does not tell why. */
function unauthenticated(): never {
  throw new DomainError(
    'unauthenticated',
    'Send valid credentials of an enabled agent: an API key and secret by Basic authentication, or a key as X-API-Key',
  );
}
