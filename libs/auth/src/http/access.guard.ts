import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { DomainError } from '@rollcall/kernel';
import type { Request } from 'express';

import type { Actor } from '../actor.js';
import { isWithin } from '../address-ranges.js';
import { matchesHash } from '../secrets.js';
import type { VerifiedSession } from '../sessions.js';
import type { VerifiedCredentials } from '../verified-credentials.js';
import { type Access, ACCESS_KEY } from './access.decorators.js';
import { CSRF_HEADER } from './session-cookies.js';
import { UsageRecorder } from './usage-recorder.js';

/** A request whose credentials were verified; passport put them there. */
type AuthenticatedRequest = Request & { readonly credentials: VerifiedCredentials | VerifiedSession; user?: Actor };

/** The methods that change nothing. */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Lets a request through to its route, or not, by what the route says of its access. A silent route lets nobody in. */
@Injectable()
export class AccessGuard extends AuthGuard(['basic', 'token', 'bearer', 'header-key', 'query-key', 'session']) {
  constructor(
    private readonly reflector: Reflector,
    private readonly usage: UsageRecorder,
  ) {
    super({ property: 'credentials' });
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
  override handleRequest<TUser>(error: unknown, credentials: TUser | false | null): TUser {
    if (error) throw error instanceof Error ? error : new Error('Authentication failed');
    if (!credentials) unauthenticated();
    return credentials;
  }

  /** Puts the agent behind the credentials into the request, for the controller. A key from elsewhere is no key. */
  private actorOf(request: AuthenticatedRequest): Actor {
    const { credentials } = request;
    const ip = request.ip ?? null;
    if (credentials.allowedIps && !isWithin(credentials.allowedIps, ip)) unauthenticated();
    if ('csrfHash' in credentials && !SAFE_METHODS.has(request.method)) assertOwnPage(request, credentials.csrfHash);
    this.usage.seen(credentials);
    const { agentId, permissions, keyId, sessionId } = credentials;
    request.user = { agentId, permissions, keyId, sessionId, requestId: requestIdOf(request), ip };
    return request.user;
  }
}

/** The id that the request was given when it came in, which its answer bears. */
function requestIdOf({ res }: Request): string | null {
  const id = res?.getHeader('X-Request-Id');
  return typeof id === 'string' ? id : null;
}

/** Other sites' pages make a browser send its cookies, and cannot read them. @throws DomainError `csrf_refused` */
function assertOwnPage(request: Request, csrfHash: Buffer): void {
  if (!matchesHash(request.get(CSRF_HEADER) ?? '', csrfHash))
    throw new DomainError(
      'csrf_refused',
      `A change made with a session takes the header ${CSRF_HEADER} with the value of the cookie csrf_token`,
    );
}

/** The one answer to every credential that is not good, so that it does not tell why. */
function unauthenticated(): never {
  throw new DomainError(
    'unauthenticated',
    'Send valid credentials of an enabled agent: an API key and secret by Basic authentication, a key as X-API-Key, or log in',
  );
}
