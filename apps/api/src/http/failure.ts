import { HttpException } from '@nestjs/common';
import { CSRF_HEADER } from '@rollcall/auth/http';
import { isDatabaseAway } from '@rollcall/database';
import {
  DomainError,
  ERROR_CATEGORIES,
  type ErrorCategory,
  type ErrorCode,
  type InvalidField,
  type RequestPart,
} from '@rollcall/kernel';
import type { Request } from 'express';

/** Failures outside the domain: the category of each, or its status where HTTP has one for this failure only. */
const HTTP_FAILURES = {
  malformed_body: 'invalid',
  path_not_found: 'not_found',
  unavailable: 'unavailable',
  malformed_request: 400,
  method_not_allowed: 405,
  request_timeout: 408,
  body_too_large: 413,
  url_too_long: 414,
  unsupported_media_type: 415,
  headers_too_large: 431,
  internal: 500,
  not_supported: 501,
} as const satisfies Record<string, ErrorCategory | number>;

export type HttpFailureCode = keyof typeof HTTP_FAILURES;

export type FailureCode = ErrorCode | HttpFailureCode;

/** What decides a window's answer to a failure: a category, or a status that is the same in all windows. */
export const FAILURES: Readonly<Record<FailureCode, ErrorCategory | number>> = {
  ...ERROR_CATEGORIES,
  ...HTTP_FAILURES,
};

/** Anything that can go wrong with a request, before a window gives it its own form. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  readonly fields: readonly InvalidField[];
  readonly part: RequestPart;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

/** A request that is refused for its form, before any route sees it. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';

  constructor(
    readonly code: HttpFailureCode,
    message: string,
    readonly part: RequestPart = 'body',
  ) {
    super(message);
  }
}

export function failureOfRefusal({ code, message, part }: RefusedRequest): Failure {
  return failure(code, message, { part });
}

function failure(code: Failure['code'], message: string, more: Partial<Failure> = {}): Failure {
  return { code, message, fields: [], part: 'body', headers: {}, ...more };
}

/** The challenges of a 401 (RFC 9110, section 11.6.1). */
export type Challenges = (request: Pick<Request, 'headers'>) => readonly string[];

/** Asks for the two halves of a key (RFC 7617). */
export const BASIC = 'Basic realm="Rollcall"';

/** Additional headers of some failures. */
function headersOf(code: ErrorCode, request: Request, challenges: Challenges): Failure['headers'] {
  switch (code) {
    case 'unauthenticated':
      return { 'WWW-Authenticate': isOfPage(request) ? 'Session realm="Rollcall"' : challenges(request) };
    case 'request_in_progress':
      return { 'Retry-After': '1' };
    default:
      return {};
  }
}

/** Whether a script on a page sent the request. A browser that gets `Basic` would open its own password dialog. */
function isOfPage(request: Request): boolean {
  return request.get(CSRF_HEADER) !== undefined;
}

/** Turns an exception into a failure for the caller. The text of an unknown exception is not shown. */
export function failureOf(exception: unknown, request: Request, challenges: Challenges = () => [BASIC]): Failure {
  if (exception instanceof DomainError)
    return failure(exception.code, exception.message, {
      fields: exception.fields,
      part: exception.part,
      headers: headersOf(exception.code, request, challenges),
    });
  if (exception instanceof RefusedRequest) return failureOfRefusal(exception);
  if (isDatabaseAway(exception))
    return failure(
      'unavailable',
      'The database is not reachable or too busy at the moment; try again in a few seconds',
      {
        headers: { 'Retry-After': '5' },
      },
    );
  switch (statusOf(exception)) {
    case 400:
      return exception instanceof URIError
        ? failure('malformed_body', 'The path is not valid percent-encoded UTF-8', { part: 'path' })
        : failure('malformed_body', 'The body is not valid JSON; check quotes, commas and brackets');
    case 404:
      return failure('path_not_found', `The path ${request.path} does not exist; see /docs for all paths`);
    case 413:
      return failure('body_too_large', 'The body is larger than 1 MB; send less at once');
    case 415:
      return failure('unsupported_media_type', messageOf(exception));
    default:
      return failure('internal', 'Something went wrong on our side; tell your administrator the request id');
  }
}

function statusOf(exception: unknown): number | undefined {
  if (exception instanceof HttpException) return exception.getStatus();
  if (exception instanceof URIError) return 400;
  const status: unknown = exception instanceof Error ? Reflect.get(exception, 'status') : undefined;
  return typeof status === 'number' ? status : undefined;
}

function messageOf(exception: unknown): string {
  return exception instanceof Error ? exception.message : '';
}
