import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { VerifiedCredentials } from '@rollcall/auth';
import { CONFIG, type Config } from '@rollcall/config';
import { DomainError, emailKey } from '@rollcall/kernel';
import { type Limit, type LimitState, RateLimits } from '@rollcall/limits';
import type { Request, Response } from 'express';

import { type Limited, LIMITED_KEY } from './limited.js';
import { subscriberOf } from './subscriber.js';

const MINUTE_SECONDS = 60;

/**
 * Refuses a request if there were too many before: from one address to the routes that let callers guess, and with one
 * key to all routes. The headers of the IETF's draft tell the client what remains.
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
@Injectable()
export class LimitsGuard implements CanActivate {
  private readonly perAddress: Limit;
  private readonly perAttempt: Limit;
  private readonly perKey: Limit | null;

  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
    @Inject(CONFIG) { limits: { perAddress, perAccount, perKey } }: Config,
  ) {
    this.perAddress = { name: 'address', uses: perAddress, seconds: MINUTE_SECONDS };
    this.perAttempt = { name: 'account', uses: perAccount, seconds: MINUTE_SECONDS };
    this.perKey = perKey === null ? null : { name: 'key', uses: perKey, seconds: MINUTE_SECONDS };
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request & { credentials?: VerifiedCredentials }>();
    const limited = this.reflector.get<Limited | undefined>(LIMITED_KEY, context.getHandler());
    const states = limited ? await this.countAttempt(request, limited) : await this.countUse(request.credentials);
    if (states.length > 0) answerFor(states, http.getResponse<Response>());
    return true;
  }

  private async countAttempt(request: Request, { field, part }: Limited): Promise<LimitState[]> {
    const subscriber = subscriberOf(request.ip ?? '');
    const byAddress = await this.limits.count(this.perAddress, subscriber);
    const tried = field === null ? null : triedIn(request[part], field);
    if (byAddress.isExceeded || tried === null) return [byAddress];
    return [byAddress, await this.limits.count(this.perAttempt, `${subscriber} ${tried}`)];
  }

  private async countUse(credentials: VerifiedCredentials | undefined): Promise<LimitState[]> {
    if (!this.perKey || typeof credentials?.keyId !== 'number') return [];
    return [await this.limits.count(this.perKey, String(credentials.keyId))];
  }
}

/** @throws DomainError `rate_limited` when one of the limits is exceeded */
function answerFor(states: readonly LimitState[], response: Response): void {
  response.set({
    'RateLimit-Policy': states.map(({ limit }) => `"${limit.name}";q=${limit.uses};w=${limit.seconds}`).join(', '),
    RateLimit: states
      .map(({ limit, left, endsInSeconds }) => `"${limit.name}";r=${left};t=${endsInSeconds}`)
      .join(', '),
  });
  const exceeded = states.find(({ isExceeded }) => isExceeded);
  if (!exceeded) return;
  response.set('Retry-After', String(exceeded.endsInSeconds));
  throw new DomainError('rate_limited', `Too many requests; try again in ${exceeded.endsInSeconds} seconds`);
}

/** Replaces an e-mail address by its key, so that another spelling does not count separately. */
function triedIn(input: unknown, field: string): string | null {
  const value: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, field) : null;
  return typeof value === 'string' ? emailKey(value) : null;
}
