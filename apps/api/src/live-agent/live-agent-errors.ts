import type { Failure } from '../http/failure.js';

/** What is wrong with one field, in the form of this family. */
export interface LiveAgentDetail {
  readonly loc: readonly string[];
  readonly msg: string;
  readonly type: 'value_error';
}

/** A failure in this window: a list of fields for invalid input, otherwise a sentence. */
export interface LiveAgentError {
  readonly detail: string | readonly LiveAgentDetail[];
}

/** One status for every code there is: a code without one does not compile. */
const STATUSES: Readonly<Record<Failure['code'], number>> = {
  invalid_input: 422,
  malformed_body: 422,
  password_token_invalid: 422,
  agent_unreachable: 422,
  api_key_unusable: 422,
  plan_unknown: 422,
  credit_exhausted: 422,
  credit_key_reused: 409,
  role_unknown: 422,
  agent_protected: 422,
  role_protected: 422,
  plan_default_kept: 422,
  plan_lookup_key_taken: 409,
  plan_without_price: 422,
  trial_used: 422,
  plan_follows_stripe: 409,
  webhook_not_configured: 404,
  webhook_refused: 400,
  unauthenticated: 401,
  login_refused: 401,
  rate_limited: 429,
  csrf_refused: 403,
  session_not_found: 404,
  permission_missing: 403,
  escalation_refused: 403,
  billing_refused: 403,
  agent_not_found: 404,
  team_not_found: 404,
  role_not_found: 404,
  api_key_not_found: 404,
  agency_not_found: 404,
  plan_not_found: 404,
  path_not_found: 404,
  method_not_allowed: 405,
  email_taken: 409,
  team_name_taken: 409,
  role_name_taken: 409,
  api_key_name_taken: 409,
  api_key_rotating: 409,
  malformed_request: 400,
  request_timeout: 408,
  body_too_large: 413,
  url_too_long: 414,
  unsupported_media_type: 415,
  headers_too_large: 431,
  internal: 500,
  not_ready: 503,
  unavailable: 503,
};

/** The status and body of a failure in this window. */
export function liveAgentError(failure: Failure, requestId: string): { status: number; body: LiveAgentError } {
  const status = STATUSES[failure.code];
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

/** The domain's names in the form of the wire, `isTrial` is `is_trial`; within a field the names are the caller's. */
function wireName(field: string): string {
  return field.replace(/^[^.]*/, (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}
