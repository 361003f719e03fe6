import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { phoneFields } from './phone.js';

describe('phoneFields', () => {
  it.each([
    ['+1 202-555-0123', '+1', '2025550123', 'US'],
    ['+49 (30) 901820', '+49', '30901820', 'DE'],
    ['+٤٩ ٣٠ ١٢٣٤٥٦', '+49', '30123456', 'DE'],
    ['+800 1234 5678', '+800', '12345678', null],
    ['+1 202 555 0123 ext. 5', '+1', '2025550123', 'US'],
  ])('splits %s', (phone, callingCode, number, country) => {
    expect(phoneFields(phone)).toEqual({
      phone,
      phoneNumberCallingCode: callingCode,
      phoneNumber: number,
      phoneNumberCountryCode: country,
    });
  });

  it.each([
    '202-555-0123',
    '+1 (800) FLOWERS',
    'call +1 202 555 0123 now',
    '+1 202 555 0123a',
    '+1 555',
    '+1 555 0100',
    '+1 202 555 01234',
    '+49',
    '+49-30-1234567890123',
    '+49 12345678901234567',
    '+999 12345678',
    'abc',
    '+',
    '',
  ])('keeps %j as it is, which cannot be a number', (phone) => {
    expect(phoneFields(phone)).toEqual({
      phone,
      phoneNumberCallingCode: null,
      phoneNumber: null,
      phoneNumberCountryCode: null,
    });
  });

  it('splits nothing that is longer than E.164 has it, and always keeps what was sent', () => {
    const digits = fc.string({ unit: fc.constantFrom('1', '2', '3', '4', '5', '9', '0', ' ', '-'), maxLength: 30 });
    fc.assert(
      fc.property(digits, (text) => {
        const phone = `+${text}`;
        const fields = phoneFields(phone);
        expect(fields.phone).toBe(phone);
        expect(`${fields.phoneNumberCallingCode ?? ''}${fields.phoneNumber ?? ''}`.length).toBeLessThanOrEqual(16);
      }),
    );
  });
});
