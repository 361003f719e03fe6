import type { InvalidField } from '@rollcall/kernel';

import type { Failure } from '../http/failure.js';

/** The words of this family for what went wrong. */
export const ERROR_TYPES = [
  'InputException',
  'UnauthorizedException',
  'PermissionException',
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

/** One status and one word for every code there is: a code without them does not compile. */
const ANSWERS: Readonly<Record<Failure['code'], Answer>> = {
  invalid_input: [400, 'InputException'],
  malformed_body: [400, 'InputException'],
  malformed_request: [400, 'InputException'],
  password_token_invalid: [400, 'InputException'],
  agent_protected: [400, 'InputException'],
  role_protected: [400, 'InputException'],
  unauthenticated: [401, 'UnauthorizedException'],
  login_refused: [401, 'UnauthorizedException'],
  rate_limited: [429, 'RateLimitException'],
  csrf_refused: [403, 'PermissionException'],
  session_not_found: [404, 'NotFoundException'],
  permission_missing: [403, 'PermissionException'],
  escalation_refused: [403, 'PermissionException'],
  agent_not_found: [404, 'NotFoundException'],
  team_not_found: [404, 'NotFoundException'],
  role_not_found: [404, 'NotFoundException'],
  api_key_not_found: [404, 'NotFoundException'],
  path_not_found: [404, 'NotFoundException'],
  method_not_allowed: [405, 'InputException'],
  agency_not_found: [404, 'NotFoundException'],
  plan_not_found: [404, 'NotFoundException'],
  plan_unknown: [400, 'InputException'],
  credit_exhausted: [422, 'DataException'],
  credit_key_reused: [422, 'DataException'],
  plan_default_kept: [400, 'InputException'],
  plan_without_price: [400, 'InputException'],
  trial_used: [400, 'InputException'],
  plan_lookup_key_taken: [409, 'ConflictException'],
  plan_follows_stripe: [409, 'ConflictException'],
  webhook_refused: [400, 'InputException'],
  webhook_not_configured: [404, 'NotFoundException'],
  role_unknown: [400, 'InputException'],
  billing_refused: [403, 'PermissionException'],
  email_taken: [409, 'ConflictException'],
  team_name_taken: [409, 'ConflictException'],
  role_name_taken: [409, 'ConflictException'],
  api_key_name_taken: [409, 'ConflictException'],
  api_key_rotating: [409, 'ConflictException'],
  request_timeout: [408, 'InputException'],
  body_too_large: [413, 'InputException'],
  url_too_long: [414, 'InputException'],
  unsupported_media_type: [415, 'InputException'],
  headers_too_large: [431, 'InputException'],
  agent_unreachable: [422, 'DataException'],
  api_key_unusable: [422, 'DataException'],
  internal: [500, 'GeneralException'],
  not_ready: [503, 'GeneralException'],
  unavailable: [503, 'GeneralException'],
};

/** The status and body of a failure in this window. */
export function helpdeskError(failure: Failure, requestId: string): { status: number; body: HelpdeskError } {
  const [status, error_type] = ANSWERS[failure.code];
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

/** What is wrong with a part of the request as a whole is told under that part's name. */
function named({ field, message }: InvalidField, { part }: Failure): InvalidField {
  return { field: field || part, message };
}
