import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { CONFIG, type Config } from '@rollcall/config';
import { DomainError } from '@rollcall/kernel';
import type { Request } from 'express';

import type { Actor } from '../actor.js';
import { isWithin } from '../address-ranges.js';
import { matchesHash } from '../secrets.js';
import type { VerifiedSession } from '../sessions.js';
import type { VerifiedCredentials } from '../verified-credentials.js';
import { accessOf, CHANGES_KEY } from './access.decorators.js';
import { type CredentialForm, formShownBy } from './credential-form.js';
import { originOf } from './request-origin.js';
import { CSRF_HEADER } from './session-cookies.js';
import { UsageRecorder } from './usage-recorder.js';

/** A request whose credentials were verified; passport put them there. */
type AuthenticatedRequest = Request & { readonly credentials: VerifiedCredentials | VerifiedSession; user?: Actor };

/** The methods that change nothing. */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a browser says of a request that a page of another origin makes: https://www.w3.org/TR/fetch-metadata/ */
const OTHER_SITES: ReadonlySet<string> = new Set(['cross-site', 'same-site']);

/**
 * Lets a request with good credentials through, and any request to a public route. Whether the agent behind them may call
 * the route is for the `PermissionGuard`.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly origins: readonly string[];

  constructor(
    private readonly reflector: Reflector,
    private readonly usage: UsageRecorder,
    @Inject(CONFIG) config: Config,
  ) {
    this.origins = config.http.corsOrigins;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (accessOf(this.reflector, context) === 'public') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    await new FormGuard(formShownBy(request)).canActivate(context);
    const changes = !SAFE_METHODS.has(request.method) || this.saysThatItChanges(context);
    this.identify(request, changes);
    return true;
  }

  /** Puts the agent behind the credentials into the request, for the controller. A key from elsewhere is no key. */
  private identify(request: AuthenticatedRequest, changes: boolean): void {
    const { credentials } = request;
    const origin = originOf(request);
    const { allowedIps } = credentials.limits;
    if (allowedIps && !isWithin(allowedIps, origin.ip)) unauthenticated();
    if (changes) this.assertOwnPage(request);
    this.usage.seen(credentials);
    const { agentId, permissions, keyId, sessionId, limits } = credentials;
    request.user = { agentId, permissions, keyId, sessionId, limits, ...origin };
  }

  private saysThatItChanges(context: ExecutionContext): boolean {
    return this.reflector.getAllAndOverride(CHANGES_KEY, [context.getHandler(), context.getClass()]) === true;
  }

  /**
   * Browsers send cookies, and the credentials of a Basic prompt, for any page that makes them call. A page of ours can
   * read the token of its session, and of no other page a browser says that it is of this origin, or of one that is listed.
   * @throws DomainError `csrf_refused`
   */
  private assertOwnPage(request: AuthenticatedRequest): void {
    const { credentials } = request;
    if (OTHER_SITES.has(request.get('sec-fetch-site') ?? '') && !this.origins.includes(request.get('origin') ?? ''))
      throw new DomainError('csrf_refused', 'Pages of other origins may change nothing; list theirs in CORS_ORIGINS');
    if ('csrfHash' in credentials && !matchesHash(request.get(CSRF_HEADER) ?? '', credentials.csrfHash))
      throw new DomainError(
        'csrf_refused',
        `A change made with a session takes the header ${CSRF_HEADER} with the value of the cookie csrf_token`,
      );
  }
}

/** Has passport read credentials of one form. */
class FormGuard extends AuthGuard() {
  constructor(form: CredentialForm) {
    super({ defaultStrategy: form, property: 'credentials' });
  }

  /** What passport calls with what the strategy found. */
  override handleRequest<TUser>(error: unknown, credentials: TUser | false | null): TUser {
    if (error) throw error instanceof Error ? error : new Error('Authentication failed');
    if (!credentials) unauthenticated();
    return credentials;
  }
}

/** The one answer to every credential that is not good, so that it does not tell why. */
function unauthenticated(): never {
  throw new DomainError(
    'unauthenticated',
    'Send valid credentials of an enabled agent: an API key and secret by Basic authentication, a key as X-API-Key, or log in',
  );
}
