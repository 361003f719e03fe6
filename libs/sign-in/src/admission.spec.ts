import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { type AdmissionRules, admit, type Claims, mergedClaims } from './admission.js';
import { SignInRefused } from './sign-in-refused.js';

const RULES: AdmissionRules = {
  ...{ kind: 'Custom', emailDomains: [], allowedGroups: [], groupsClaim: 'groups', hasTeams: true },
};
const ADA = { sub: '7', email: 'Ada@Example.com', email_verified: true };

function outcome(claims: Claims, rules: Partial<AdmissionRules> = {}) {
  try {
    return admit(claims, { ...RULES, ...rules });
  } catch (error) {
    if (error instanceof SignInRefused) return error.code;
    throw error;
  }
}

describe('an account of a provider', () => {
  it('comes in with its verified e-mail in normal form', () => {
    expect(outcome(ADA)).toMatchObject({ subject: '7', email: 'ada@example.com', groups: new Set() });
  });

  it('does not come in by anything but true, whatever else says that the e-mail is verified', () => {
    fc.assert(
      fc.property(
        fc.jsonValue().filter((value) => value !== true),
        (email_verified) => {
          expect(outcome({ ...ADA, email_verified, xms_edov: true })).toBe('email_unverified');
        },
      ),
    );
  });

  it('comes in from Entra ID by its claim for verified domains, and from there alone', () => {
    const entra = { ...ADA, email_verified: undefined, xms_edov: '1' };
    expect(outcome(entra, { kind: 'Microsoft' })).toMatchObject({ subject: '7' });
    expect(outcome({ ...entra, xms_edov: '0' }, { kind: 'Microsoft' })).toBe('email_unverified');
    expect(outcome(entra, { kind: 'Google' })).toBe('email_unverified');
  });

  it('takes an e-mail and that it is verified from one source', () => {
    const [token, info] = [
      { sub: '7', email: 'a@x.org' },
      { sub: '7', email: 'b@x.org', email_verified: true },
    ];
    expect(outcome(mergedClaims(token, info))).toBe('email_unverified');
    expect(outcome(mergedClaims({ sub: '7', email_verified: true }, { email: 'b@x.org', email_verified: false }))).toBe(
      'email_unverified',
    );
    expect(outcome(mergedClaims(token, { ...info, email: 'a@x.org' }))).toMatchObject({ email: 'a@x.org' });
    expect(outcome(mergedClaims({ sub: '7' }, info))).toMatchObject({ email: 'b@x.org' });
  });

  it.each(['', 'a', 'a@', '@b', 'a@b\u200b.org', 'a b@x.org', 7, null, undefined])(
    'does not come in with the e-mail %p',
    (email) => {
      expect(outcome({ ...ADA, email })).toBe('email_unverified');
    },
  );

  it.each(['', 7, undefined, 'x'.repeat(256)])('does not come in with the sub %p', (sub) => {
    expect(outcome({ ...ADA, sub })).toBe('provider_refused');
  });

  it.each([
    ['example.com', true],
    ['EXAMPLE.com', true],
    ['com', false],
    ['sub.example.com', false],
    ['ample.com', false],
  ])('is of the domain %s: %p', (domain, isListed) => {
    expect(outcome(ADA, { emailDomains: [domain] }) !== 'not_listed').toBe(isListed);
  });

  it('shows what names it has, and else the beginning of its e-mail', () => {
    expect(outcome({ ...ADA, given_name: ' Ada ', family_name: 'Lovelace', name: 'x' })).toMatchObject({
      firstName: 'Ada',
      lastName: 'Lovelace',
    });
    expect(outcome({ ...ADA, name: 'Ada Lovelace' })).toMatchObject({ firstName: 'Ada Lovelace', lastName: '' });
    expect(outcome({ ...ADA, given_name: 'a\nb', family_name: 7 })).toMatchObject({ firstName: 'ada', lastName: '' });
  });
});

describe('the groups of an account', () => {
  it('decide where some are asked for, by their exact names', () => {
    const rules = { allowedGroups: ['staff'] };
    expect(outcome({ ...ADA, groups: ['guests', 'staff'] }, rules)).toMatchObject({
      groups: new Set(['guests', 'staff']),
    });
    expect(outcome({ ...ADA, groups: 'staff' }, rules)).toMatchObject({ groups: new Set(['staff']) });
    for (const groups of [undefined, [], ['Staff'], 'staff,guests'])
      expect(outcome({ ...ADA, groups }, rules)).toBe('not_listed');
  });

  it('are not read as none when Entra ID leaves the list out', () => {
    for (const more of [{ _claim_names: { groups: 'src1' } }, { hasgroups: true }, { hasgroups: 'true' }])
      expect(outcome({ ...ADA, ...more })).toBe('groups_missing');
    expect(outcome({ ...ADA, _claim_names: { groups: 'src1' } }, { hasTeams: false })).toMatchObject({ subject: '7' });
  });

  it('are refused when they are no texts', () => {
    for (const groups of [[1], { a: 1 }, [['staff']]]) expect(outcome({ ...ADA, groups })).toBe('provider_refused');
  });
});
