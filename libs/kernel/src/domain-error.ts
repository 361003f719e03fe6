/**
 * Every way a request can fail by the rules of the domain, as a closed list: each window maps all of them to its own
 * statuses in one `Record<ErrorCode, …>`, so that a code without a mapping does not compile.
 */
export const ERROR_CODES = [
  'invalid_input',
  'unauthenticated',
  'login_refused',
  'rate_limited',
  'csrf_refused',
  'session_not_found',
  'permission_missing',
  'escalation_refused',
  'agent_not_found',
  'team_not_found',
  'role_not_found',
  'api_key_not_found',
  'api_key_name_taken',
  'api_key_rotating',
  'api_key_unusable',
  'email_taken',
  'team_name_taken',
  'role_name_taken',
  'agent_protected',
  'role_protected',
  'password_token_invalid',
  'agent_unreachable',
  'not_ready',
  'agency_not_found',
  'billing_refused',
  'plan_not_found',
  'plan_unknown',
  'credit_exhausted',
  'credit_key_reused',
  'plan_default_kept',
  'plan_lookup_key_taken',
  'plan_without_price',
  'trial_used',
  'plan_follows_stripe',
  'webhook_not_configured',
  'webhook_refused',
  'role_unknown',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

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
