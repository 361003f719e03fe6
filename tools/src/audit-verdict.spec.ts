import { describe, expect, it } from '@jest/globals';

import { judgeAudit } from './audit-verdict.js';

const advisory = (name: string, id: string) => ({
  source: 1,
  name,
  dependency: name,
  title: 'Too much is believed',
  url: `https://github.com/advisories/${id}`,
  severity: 'high',
  range: '<2.0.0',
});

/** As npm 11 prints it: `outer` is vulnerable by `inner`. */
const REPORT = {
  auditReportVersion: 2,
  vulnerabilities: {
    inner: { name: 'inner', severity: 'high', via: [advisory('inner', 'GHSA-a'), advisory('inner', 'GHSA-b')] },
    outer: { name: 'outer', severity: 'high', via: ['inner'] },
  },
};

describe('judgeAudit', () => {
  it('finds nothing where there are no advisories', () => {
    expect(judgeAudit({ auditReportVersion: 2, vulnerabilities: {} }, {})).toEqual({ kind: 'clean' });
  });

  it('names every advisory once, with its package', () => {
    expect(judgeAudit(REPORT, {})).toEqual({
      kind: 'problems',
      lines: [
        'GHSA-a: high in inner, Too much is believed (https://github.com/advisories/GHSA-a)',
        'GHSA-b: high in inner, Too much is believed (https://github.com/advisories/GHSA-b)',
      ],
    });
  });

  it('lets exceptions pass, and no others', () => {
    expect(judgeAudit(REPORT, { 'GHSA-a': 'a reason' })).toMatchObject({ lines: [expect.stringMatching(/^GHSA-b/)] });
    expect(judgeAudit(REPORT, { 'GHSA-a': 'a reason', 'GHSA-b': 'another' })).toEqual({ kind: 'clean' });
  });

  it('wants an exception away that nothing needs any more', () => {
    expect(judgeAudit({ vulnerabilities: {} }, { 'GHSA-a': 'a reason' })).toEqual({
      kind: 'problems',
      lines: ['GHSA-a is an exception that nothing needs any more'],
    });
  });

  it('knows nothing where the registry does not answer', () => {
    const refused = { message: '405 Method Not Allowed - POST …', method: 'POST', statusCode: 405, error: {} };
    expect(judgeAudit(refused, {})).toEqual({ kind: 'unanswered', reason: refused.message });
    const away = { message: 'request to … failed, reason: connect ECONNREFUSED 127.0.0.1:1', error: {} };
    expect(judgeAudit(away, {})).toMatchObject({ kind: 'unanswered' });
  });

  it('takes any other failure for one', () => {
    for (const report of [{ error: { code: 'ENOLOCK', summary: 'no lockfile' } }, {}, null, 'nonsense'])
      expect(() => judgeAudit(report, {})).toThrow(/npm audit did not work/);
  });
});
