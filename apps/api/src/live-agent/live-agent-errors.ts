import { type ErrorCategory, snakeCase } from '@rollcall/kernel';

import { type Failure, type FailureCode, FAILURES } from '../http/failure.js';

/** The problem of one field, in the form of this window. */
export interface LiveAgentDetail {
  readonly loc: readonly string[];
  readonly msg: string;
  readonly type: 'value_error';
}

/** A failure in this window: a list of fields for invalid input, otherwise a sentence. */
export interface LiveAgentError {
  readonly detail: string | readonly LiveAgentDetail[];
}

const STATUSES: Readonly<Record<ErrorCategory, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  outdated: 412,
  invalid: 422,
  unprocessable: 422,
  rate_limited: 429,
  unavailable: 503,
};

/** Error codes whose status differs from that of their category in this window. */
const EXCEPTIONS: Partial<Readonly<Record<FailureCode, number>>> = {
  webhook_refused: 400,
  credit_key_reused: 409,
  idempotency_key_invalid: 400,
};

function statusOf(code: FailureCode): number {
  const kind = FAILURES[code];
  return EXCEPTIONS[code] ?? (typeof kind === 'string' ? STATUSES[kind] : kind);
}

/** The status and body of a failure in this window. */
export function liveAgentError(failure: Failure, requestId: string): { status: number; body: LiveAgentError } {
  const status = statusOf(failure.code);
  if (status === 422) return { status, body: { detail: details(failure) } };
  if (status === 403 && failure.fields.length > 0)
    return {
      status,
      body: { detail: `${failure.message}: ${failure.fields.map(({ field }) => wireName(field)).join(', ')}` },
    };
  return { status, body: { detail: status >= 500 ? `${failure.message} (request id ${requestId})` : failure.message } };
}

function details({ fields, message, part }: Failure): LiveAgentDetail[] {
  if (fields.length === 0) return [{ loc: [part], msg: message, type: 'value_error' }];
  return fields.map(({ field, message: msg }) => {
    const name = wireName(field);
    const loc = name === '' ? [part] : [part, ...name.split('.')];
    return { loc, msg: name === field ? msg : msg.replaceAll(field, name), type: 'value_error' };
  });
}

/** The wire form of a domain field: `isTrial` becomes `is_trial`. Names inside a field are the caller's and stay. */
function wireName(field: string): string {
  return field.replace(/^[^.]*/, snakeCase);
}
