/** What kind of failure an error is, whatever it is about. Each window has an answer for every category. */
export type ErrorCategory =
  | 'invalid'
  | 'unprocessable'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'outdated'
  | 'rate_limited'
  | 'unavailable';

/**
 * Every way a request can fail by the rules of the domain, as a closed list, and the category of each. A window answers by
 * the category and names the codes that it answers in another way.
 */
export const ERROR_CATEGORIES = {
  invalid_input: 'invalid',
  password_token_invalid: 'invalid',
  agent_protected: 'invalid',
  role_protected: 'invalid',
  role_unknown: 'invalid',
  plan_unknown: 'invalid',
  plan_default_kept: 'invalid',
  plan_without_price: 'invalid',
  trial_used: 'invalid',
  webhook_refused: 'invalid',
  logout_token_refused: 'invalid',
  idempotency_key_invalid: 'invalid',
  cursor_expired: 'invalid',
  path_invalid: 'invalid',
  path_without_target: 'invalid',
  attribute_read_only: 'invalid',
  too_many_values: 'invalid',
  agent_unreachable: 'unprocessable',
  api_key_unusable: 'unprocessable',
  credit_exhausted: 'unprocessable',
  credit_key_reused: 'unprocessable',
  idempotency_key_reused: 'unprocessable',
  unauthenticated: 'unauthenticated',
  login_refused: 'unauthenticated',
  login_incomplete: 'unauthenticated',
  csrf_refused: 'forbidden',
  permission_missing: 'forbidden',
  escalation_refused: 'forbidden',
  second_factor_needed: 'forbidden',
  enrolment_needed: 'forbidden',
  sign_in_needed: 'forbidden',
  session_needed: 'forbidden',
  billing_refused: 'forbidden',
  session_not_found: 'not_found',
  second_factor_not_found: 'not_found',
  agent_not_found: 'not_found',
  team_not_found: 'not_found',
  role_not_found: 'not_found',
  api_key_not_found: 'not_found',
  agency_not_found: 'not_found',
  plan_not_found: 'not_found',
  import_not_found: 'not_found',
  bulk_change_not_found: 'not_found',
  webhook_not_configured: 'not_found',
  webhook_not_found: 'not_found',
  delivery_not_found: 'not_found',
  job_not_found: 'not_found',
  oidc_provider_not_found: 'not_found',
  email_taken: 'conflict',
  user_name_taken: 'conflict',
  external_id_taken: 'conflict',
  team_name_taken: 'conflict',
  role_name_taken: 'conflict',
  api_key_name_taken: 'conflict',
  api_key_rotating: 'conflict',
  too_many_factors: 'conflict',
  plan_lookup_key_taken: 'conflict',
  plan_follows_stripe: 'conflict',
  import_running: 'conflict',
  import_ended: 'conflict',
  bulk_change_ended: 'conflict',
  request_in_progress: 'conflict',
  agent_changed: 'outdated',
  rate_limited: 'rate_limited',
  not_ready: 'unavailable',
  storage_unavailable: 'unavailable',
} as const satisfies Record<string, ErrorCategory>;

export type ErrorCode = keyof typeof ERROR_CATEGORIES;

/**
 * One field of the input that was refused: its path in its part of the request (`email`, `teams.0`; empty for the part as a
 * whole) and a sentence that names it.
 */
export interface InvalidField {
  readonly field: string;
  readonly message: string;
}

/** Where in a request something stands. */
export type RequestPart = 'body' | 'query' | 'path';

/**
 * A failure the caller can act on: a code for programs, a sentence for people, the fields it is about, and the part of the
 * request they stand in.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly fields: readonly InvalidField[] = [],
    readonly part: RequestPart = 'body',
  ) {
    super(message);
  }
}

/** The error for one refused field. The message must be a sentence that names the field. */
export function invalidField(field: string, message: string, part: RequestPart = 'body'): DomainError {
  return new DomainError('invalid_input', message, [{ field, message }], part);
}

/** The error for the name of another role or team, compared as `nameKey` says. */
export function nameTaken(thing: 'role' | 'team', name: string): DomainError {
  return new DomainError(`${thing}_name_taken`, `There is a ${thing} called "${name}" already; choose another name`);
}
