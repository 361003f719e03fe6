import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { DomainError } from '@rollcall/kernel';
import type { Request } from 'express';

import type { Actor } from '../actor.js';
import { matchesHash } from '../secrets.js';
import type { VerifiedSession } from '../sessions.js';
import type { VerifiedCredentials } from '../verified-credentials.js';
import { accessOf, CHANGES_KEY, FROM_ANY_PAGE_KEY } from './access.decorators.js';
import { areGoodFrom } from './credentials-of.js';
import { type CredentialForm, formShownBy } from './credential-form.js';
import { PageOrigins } from './page-origins.js';
import { originOf } from './request-origin.js';
import { CSRF_HEADER } from './session-cookies.js';
import { UsageRecorder } from './usage-recorder.js';

/** A request whose credentials were verified; passport put them there. */
type AuthenticatedRequest = Request & { readonly credentials: VerifiedCredentials | VerifiedSession; user?: Actor };

/** The methods that change nothing. */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Lets a request through if its credentials are valid or its route is public. It refuses a change that a page of another
 * origin makes a browser send. The `PermissionGuard` decides whether the agent may call the route.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly usage: UsageRecorder,
    private readonly origins: PageOrigins,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const changes = !SAFE_METHODS.has(request.method) || this.says(context, CHANGES_KEY);
    if (changes && !this.says(context, FROM_ANY_PAGE_KEY) && this.origins.isForeign(request))
      throw new DomainError(
        'csrf_refused',
        'A page of another origin may not change anything; list its origin in CORS_ORIGINS',
      );
    if (accessOf(this.reflector, context) === 'public') return true;
    await new FormGuard(formShownBy(request)).canActivate(context);
    this.identify(request, changes);
    return true;
  }

  /** Puts the agent of the credentials into the request. Refuses a key that is used from outside its address ranges. */
  private identify(request: AuthenticatedRequest, changes: boolean): void {
    const { credentials } = request;
    const origin = originOf(request);
    if (!areGoodFrom(credentials, origin)) unauthenticated();
    if (changes) assertOwnSession(request);
    this.usage.seen(credentials);
    const { agentId, permissions, keyId, sessionId, limits, proof } = credentials;
    request.user = { agentId, permissions, keyId, sessionId, limits, proof, ...origin };
  }

  private says(context: ExecutionContext, key: string): boolean {
    return this.reflector.getAllAndOverride(key, [context.getHandler(), context.getClass()]) === true;
  }
}

/**
 * A browser sends cookies with a request from any page. Only a page of our own origin can read the session's CSRF token, so
 * a change must carry that token in a header.
 * @throws DomainError `csrf_refused`
 */
function assertOwnSession(request: AuthenticatedRequest): void {
  const { credentials } = request;
  if ('csrfHash' in credentials && !matchesHash(request.get(CSRF_HEADER) ?? '', credentials.csrfHash))
    throw new DomainError(
      'csrf_refused',
      `A change made with a session takes the header ${CSRF_HEADER} with the value of the cookie csrf_token`,
    );
}

/** Lets passport read credentials of one form. */
class FormGuard extends AuthGuard() {
  constructor(form: CredentialForm) {
    super({ defaultStrategy: form, property: 'credentials' });
  }

  /** Passport calls this with the credentials that the strategy found. */
  override handleRequest<TUser>(error: unknown, credentials: TUser | false | null): TUser {
    if (error) throw error instanceof Error ? error : new Error('Authentication failed');
    if (!credentials) unauthenticated();
    return credentials;
  }
}

/** Gives the same answer for all invalid credentials, so that a client cannot learn what is wrong with them. */
function unauthenticated(): never {
  throw new DomainError(
    'unauthenticated',
    'Send valid credentials of an enabled agent: an API key and secret by Basic authentication, a key as X-API-Key, or log in',
  );
}
