import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import { PLAN } from '../../testing/plan.js';
import { BillingPlanBody } from './billing-plan.dto.js';

/** The fields that are refused of a plan with these, as JSON. */
function refused(json: string): string[] {
  const fields: unknown = JSON.parse(json);
  return validateSync(plainToInstance(BillingPlanBody, { ...PLAN, ...(fields as object) })).map(
    ({ property }) => property,
  );
}

describe('BillingPlanBody', () => {
  it.each(['0', '1', '1000000000000', '1e12', '-0', '1.0'])(
    'takes credits of %s, of which JSON carries the sum exactly',
    (amount) => {
      expect(refused(`{"credits": {"messages": ${amount}}}`)).toEqual([]);
    },
  );

  it.each([
    '1000000000001',
    '9007199254740992',
    '9007199254740993',
    '1e400',
    '-1',
    '0.5',
    '1e-7',
    'null',
    '"5"',
    'true',
  ])('refuses credits of %s', (amount) => {
    expect(refused(`{"credits": {"messages": ${amount}}}`)).toEqual(['credits']);
  });

  it('refuses attributes with a number that would be lost, however deep', () => {
    expect(refused('{"attributes": {"a": [{"b": 1e400}]}}')).toEqual(['attributes']);
    expect(refused('{"attributes": {"a": [{"b": 1e300, "c": null, "d": 0.1}]}}')).toEqual([]);
  });
});
