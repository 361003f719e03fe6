import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { assertExactNumbers } from './exact-numbers.js';

const refuses = (json: string) => () => {
  assertExactNumbers(json);
};

const isRefused = (json: string) => {
  try {
    assertExactNumbers(json);
    return false;
  } catch {
    return true;
  }
};

describe('a number in JSON', () => {
  it.each([
    '9007199254740993',
    '-9007199254740993',
    '1.0000000000000001',
    '0.99999999999999999',
    '123456789012345678901',
    '1e400',
    '-1e999',
    '1e-400',
    '1.00000000000000000000000000000000000000000001',
  ])('that is %s is refused: it would become another whole number', (number) => {
    expect(refuses(`{"a": [0, "5", {"b": ${number}}]}`)).toThrow(/does not carry exactly/);
  });

  it.each([
    '1.0000000000000000',
    '100000000000000000000000',
    '1e300',
    '0.10000000000000001',
    '0e999',
    '1.5e-300',
    '-0',
  ])('that is %s is taken', (number) => {
    expect(refuses(`[${number}]`)).not.toThrow();
  });

  it('is no number inside a text, whatever stands around it', () => {
    expect(refuses(String.raw`{"9007199254740993": "a\"9007199254740993\\", "b\\": "1e400"}`)).not.toThrow();
    expect(refuses(String.raw`["a\\", 9007199254740993, "b"]`)).toThrow(/9007199254740993/);
  });

  it('is taken as any program writes its own numbers', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(refuses(JSON.stringify(value))).not.toThrow();
      }),
    );
  });

  it('is refused exactly when a whole number would be another', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (number) => {
        expect(isRefused(`[${number}]`)).toBe(String(Number(number)) !== String(number));
      }),
    );
  });

  it('of a million digits is looked at in one go', () => {
    expect(refuses(`[1${'0'.repeat(500_000)}1]`)).toThrow(/does not carry exactly/);
    expect(refuses(`["${'\\"1e400'.repeat(100_000)}", 12345678901234567]`)).toThrow(/12345678901234567/);
  });
});
