import type { ErrorCategory } from '@rollcall/kernel';

import { type Failure, type FailureCode, FAILURES } from '../http/failure.js';

export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** The detail error keywords (RFC 7644, section 3.12) that this window has. */
export const SCIM_TYPES = [
  'invalidFilter',
  'invalidPath',
  'invalidSyntax',
  'invalidValue',
  'mutability',
  'noTarget',
  'tooMany',
  'uniqueness',
] as const;

export type ScimType = (typeof SCIM_TYPES)[number];

/** A failure in this window (RFC 7644, section 3.12). */
export interface ScimError {
  readonly schemas: readonly [typeof ERROR];
  readonly status: string;
  readonly scimType?: ScimType;
  readonly detail: string;
}

const STATUSES: Readonly<Record<ErrorCategory, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  outdated: 412,
  unprocessable: 422,
  rate_limited: 429,
  unavailable: 503,
};

const TYPES: Partial<Readonly<Record<FailureCode, ScimType>>> = {
  malformed_body: 'invalidSyntax',
  path_invalid: 'invalidPath',
  path_without_target: 'noTarget',
  attribute_read_only: 'mutability',
  agent_protected: 'mutability',
  too_many_values: 'tooMany',
  email_taken: 'uniqueness',
  user_name_taken: 'uniqueness',
  external_id_taken: 'uniqueness',
  team_name_taken: 'uniqueness',
  // Nothing in a URL of this window gets long but a filter.
  url_too_long: 'invalidFilter',
};

function scimTypeOf({ code, part, fields: [first] }: Failure): ScimType | undefined {
  if (code !== 'invalid_input') return TYPES[code];
  if (part === 'query' && first?.field === 'filter') return 'invalidFilter';
  return part === 'body' && (first?.field === '' || first?.field.startsWith('Operations'))
    ? 'invalidSyntax'
    : 'invalidValue';
}

/** The status and body of a failure in this window. */
export function scimError(failure: Failure, requestId: string): { status: number; body: ScimError } {
  const kind = FAILURES[failure.code];
  const status = typeof kind === 'string' ? STATUSES[kind] : kind;
  const scimType = scimTypeOf(failure);
  return {
    status,
    body: {
      schemas: [ERROR],
      status: String(status),
      ...(scimType ? { scimType } : {}),
      detail: status >= 500 ? `${failure.message} (request id ${requestId})` : failure.message,
    },
  };
}
