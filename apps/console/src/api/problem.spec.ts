import { describe, expect, it } from '@jest/globals';

import { Problem } from './problem.js';

const answer = (status: number) => new Response(null, { status, headers: { 'X-Request-Id': 'r-1' } });

describe('a problem', () => {
  it('is read from both windows, with what is wrong with each field', () => {
    const fields = [{ field: 'name', message: 'name must not be empty' }];
    const helpdesk = Problem.of({ message: 'Check the fields', data: { fields } }, answer(400));
    expect(helpdesk).toMatchObject({ message: 'Check the fields', fields: { name: 'name must not be empty' } });
    const detail = [{ loc: ['body', 'name'], msg: 'name must not be empty', type: 'value_error' }];
    const liveAgent = Problem.of({ detail }, answer(422));
    expect(liveAgent).toMatchObject({ message: 'name must not be empty', fields: { name: 'name must not be empty' } });
    expect(Problem.of({ detail: 'Another plan has it' }, answer(409)).message).toBe('Another plan has it');
  });

  it('has the status where nobody says what is wrong, and the id of the request', () => {
    expect(Problem.of('<html>', answer(502))).toMatchObject({ status: 502, requestId: 'r-1', fields: {} });
    expect(Problem.of(null, answer(502)).message).toContain('502');
  });
});
