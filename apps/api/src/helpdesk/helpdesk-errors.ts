import type { ErrorCategory, InvalidField } from '@rollcall/kernel';

import { type Failure, type FailureCode, FAILURES } from '../http/failure.js';

/** The error types of this window. */
export const ERROR_TYPES = [
  'InputException',
  'UnauthorizedException',
  'PermissionException',
  'SecondFactorNeededException',
  'EnrolmentNeededException',
  'SignInNeededException',
  'NotFoundException',
  'ConflictException',
  'DataException',
  'RateLimitException',
  'GeneralException',
] as const;

export type HelpdeskErrorType = (typeof ERROR_TYPES)[number];

/** A failure in the helpdesk window's envelope. */
export interface HelpdeskError {
  readonly status: 'error';
  readonly message: string;
  readonly data: { readonly fields: Failure['fields'] } | null;
  readonly error_type: HelpdeskErrorType;
}

type Answer = readonly [status: number, type: HelpdeskErrorType];

const ANSWERS: Readonly<Record<ErrorCategory, Answer>> = {
  invalid: [400, 'InputException'],
  unauthenticated: [401, 'UnauthorizedException'],
  forbidden: [403, 'PermissionException'],
  not_found: [404, 'NotFoundException'],
  conflict: [409, 'ConflictException'],
  outdated: [412, 'ConflictException'],
  unprocessable: [422, 'DataException'],
  rate_limited: [429, 'RateLimitException'],
  unavailable: [503, 'GeneralException'],
};

/** Codes whose type differs from that of their category: a program does what they say, and tries again. */
const TYPES: Partial<Readonly<Record<FailureCode, HelpdeskErrorType>>> = {
  second_factor_needed: 'SecondFactorNeededException',
  enrolment_needed: 'EnrolmentNeededException',
  sign_in_needed: 'SignInNeededException',
};

/** The status and the error type of a failure. */
function answerTo(code: FailureCode): Answer {
  const kind = FAILURES[code];
  if (typeof kind === 'string') {
    const [status, type] = ANSWERS[kind];
    return [status, TYPES[code] ?? type];
  }
  return [kind, kind >= 500 ? 'GeneralException' : 'InputException'];
}

/** The status and body of a failure in this window. */
export function helpdeskError(failure: Failure, requestId: string): { status: number; body: HelpdeskError } {
  const [status, error_type] = answerTo(failure.code);
  return {
    status,
    body: {
      status: 'error',
      message: status >= 500 ? `${failure.message} (request id ${requestId})` : failure.message,
      data: failure.fields.length > 0 ? { fields: failure.fields.map((invalid) => named(invalid, failure)) } : null,
      error_type,
    },
  };
}

/**
 * A failure that concerns a whole part of the request, for example its body, is reported under the name of the part.
 */
function named({ field, message }: InvalidField, { part }: Failure): InvalidField {
  return { field: field || part, message };
}
