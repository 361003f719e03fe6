import { describe, expect, it } from '@jest/globals';

import { sessionTokenOf } from './session-cookies.js';

const TOKEN = 'aB3_-'.padEnd(43, 'x');
const OTHER = 'y'.repeat(43);

describe("the session's token", () => {
  it.each([
    ['alone', `rollcall_session=${TOKEN}`, TOKEN],
    ['among others', `theme=dark; rollcall_session=${TOKEN}; csrf_token=x`, TOKEN],
    ['without blanks', `theme=dark;rollcall_session=${TOKEN};csrf_token=x`, TOKEN],
    ['the first of two', `rollcall_session=${TOKEN}; rollcall_session=${OTHER}`, TOKEN],
    ['none where there is no cookie', undefined, null],
    [
      'none of another name',
      `my_rollcall_session=${TOKEN}; rollcall_sessions=${TOKEN}; x=rollcall_session=${TOKEN}`,
      null,
    ],
    ['none with the prefix for HTTPS', `__Host-rollcall_session=${TOKEN}`, null],
    ['none that is too short', `rollcall_session=${TOKEN.slice(1)}`, null],
    ['none that is too long', `rollcall_session=${TOKEN}x`, null],
    ['none with other characters', `rollcall_session=${TOKEN.slice(1)}%`, null],
    ['none that is empty', 'rollcall_session=', null],
  ])('is %s', (_what, cookie, token) => {
    expect(sessionTokenOf({ headers: cookie === undefined ? {} : { cookie } }, false)).toBe(token);
  });

  it('behind HTTPS is that with the prefix, which no neighbouring host can plant', () => {
    const cookie = `rollcall_session=${OTHER}; __Host-rollcall_session=${TOKEN}`;
    expect(sessionTokenOf({ headers: { cookie } }, true)).toBe(TOKEN);
    expect(sessionTokenOf({ headers: { cookie: `rollcall_session=${OTHER}` } }, true)).toBeNull();
  });
});
