import { describe, expect, it } from '@jest/globals';

import { helpdeskError } from './helpdesk/helpdesk-errors.js';
import { type FailureCode, FAILURES } from './http/failure.js';
import { liveAgentError } from './live-agent/live-agent-errors.js';

function answersTo(code: FailureCode) {
  const failure = { code, message: 'It failed', fields: [], part: 'body', headers: {} } as const;
  const { status, body } = helpdeskError(failure, 'request-1');
  return [status, body.error_type, liveAgentError(failure, 'request-1').status];
}

describe('a failure', () => {
  it.each<[FailureCode, ...ReturnType<typeof answersTo>]>([
    ['invalid_input', 400, 'InputException', 422],
    ['agent_unreachable', 422, 'DataException', 422],
    ['login_refused', 401, 'UnauthorizedException', 401],
    ['escalation_refused', 403, 'PermissionException', 403],
    ['path_not_found', 404, 'NotFoundException', 404],
    ['email_taken', 409, 'ConflictException', 409],
    ['rate_limited', 429, 'RateLimitException', 429],
    ['not_ready', 503, 'GeneralException', 503],
  ])('is answered by each window as its category says: %s', (code, ...answers) => {
    expect(answersTo(code)).toEqual(answers);
  });

  it.each<[FailureCode, ...ReturnType<typeof answersTo>]>([
    ['body_too_large', 413, 'InputException', 413],
    ['internal', 500, 'GeneralException', 500],
  ])('that HTTP has a status for has that one in every window: %s', (code, ...answers) => {
    expect(answersTo(code)).toEqual(answers);
  });

  it('may be answered by a window in another way than its category', () => {
    expect(FAILURES.webhook_refused).toBe(FAILURES.invalid_input);
    expect(answersTo('webhook_refused')).toEqual([400, 'InputException', 400]);
    expect(FAILURES.credit_key_reused).toBe(FAILURES.agent_unreachable);
    expect(answersTo('credit_key_reused')).toEqual([422, 'DataException', 409]);
  });
});
