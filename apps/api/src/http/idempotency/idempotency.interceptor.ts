import { createHash } from 'node:crypto';

import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Actor } from '@rollcall/auth';
import { CHANGES_KEY, isSecure, proofShownBy } from '@rollcall/auth/http';
import { Reflector } from '@nestjs/core';
import { CONFIG, type Config } from '@rollcall/config';
import { Transactions } from '@rollcall/database';
import { AlreadyAnswered, IdempotentAnswers, type KeptAnswer, slotOf } from '@rollcall/idempotency';
import { DomainError } from '@rollcall/kernel';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';

/** The methods that may do something twice. */
export const REPEATABLE: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

const KEY = /^[\x20-\x7e]{1,255}$/;

/** The headers that a repeated answer has too. The other headers belong to one request. */
const KEPT_HEADERS = ['etag', 'location', 'set-cookie'];

/**
 * Answers a repeated request like the first one and changes nothing again: the `Idempotency-Key` header of
 * draft-ietf-httpapi-idempotency-key-header-07. Where the draft is silent, this follows Stripe. The changes of a route
 * and its answer are one transaction, so that a crash leaves both or neither. Routes need no code for it.
 *
 * The status is not kept: it is the route's.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly secure: boolean;

  constructor(
    private readonly answers: IdempotentAnswers,
    private readonly transactions: Transactions,
    private readonly reflector: Reflector,
    @Inject(CONFIG) config: Config,
  ) {
    this.secure = isSecure(config);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request & { readonly user?: Actor }>();
    const key = request.headers['idempotency-key'];
    // A key belongs to a caller, and without credentials there is none.
    if (key === undefined || !request.user || !this.changes(request, context)) return next.handle();
    return from(this.answer(String(key), request, context.switchToHttp().getResponse<Response>(), next));
  }

  /** The method decides; a few routes of the contracts change something with GET. */
  private changes({ method }: Request, context: ExecutionContext): boolean {
    return (
      REPEATABLE.has(method) ||
      (method === 'GET' &&
        this.reflector.getAllAndOverride<unknown>(CHANGES_KEY, [context.getHandler(), context.getClass()]) === true)
    );
  }

  private async answer(key: string, request: Request, response: Response, next: CallHandler): Promise<string> {
    if (!KEY.test(key))
      throw new DomainError(
        'idempotency_key_invalid',
        'Idempotency-Key must have 1 to 255 printable ASCII characters; a UUID is a good one',
      );
    const slot = slotOf(proofShownBy(request, this.secure), key);
    const asked = hashOf(request);
    const kept = await this.answers.find(slot);
    if (kept) return replay(kept, asked, response);
    try {
      const { body } = await this.transactions.runAsOne<KeptAnswer>(
        async () => {
          const value: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
          return { request: asked, headers: keptHeaders(response), body: JSON.stringify(value) };
        },
        (manager) => this.answers.claim(slot, manager),
        (manager, answer) => this.answers.keep(slot, answer, manager),
      );
      typeUnlessSaid(response);
      return body;
    } catch (error) {
      if (error instanceof AlreadyAnswered) return replay(error.answer, asked, response);
      throw error;
    }
  }
}

/** @throws DomainError `idempotency_key_reused` when it is the answer to another request */
function replay({ request, headers, body }: KeptAnswer, asked: string, response: Response): string {
  if (request !== asked)
    throw new DomainError(
      'idempotency_key_reused',
      'Another request was sent with this Idempotency-Key; take a new key for each request, and repeat a request unchanged',
    );
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.set('Idempotency-Replayed', 'true');
  typeUnlessSaid(response);
  return body;
}

/** What must be the same in a repeated request. */
function hashOf({ method, originalUrl, body }: Request): string {
  return createHash('sha256')
    .update(JSON.stringify([method, originalUrl, body ?? null]))
    .digest('base64');
}

function keptHeaders(response: Response): KeptAnswer['headers'] {
  const headers = response.getHeaders();
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, typeof value === 'number' ? String(value) : value]];
    }),
  );
}

/** The text of a body would be sent as such. A route says the type of its answer where it is not plain JSON. */
function typeUnlessSaid(response: Response): void {
  if (!response.hasHeader('content-type')) response.type('json');
}
