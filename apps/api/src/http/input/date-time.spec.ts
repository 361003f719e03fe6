import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { dateTime } from './date-time.js';

/** The date that a text becomes, or the message that refuses it. */
function read(sent: unknown): unknown {
  const { convert, problems } = dateTime();
  const at = convert?.(sent);
  const broken = problems(at);
  return broken.length > 0 ? broken : at;
}

describe('a date-time', () => {
  it.each([
    ['1990-11-07', '1990-11-07T00:00:00.000Z'],
    ['1990-11-07T05:31:56+02:00', '1990-11-07T03:31:56.000Z'],
    ['1990-11-07 05:31', '1990-11-07T05:31:00.000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000Z'],
    ['0001-01-01T00:00:00-14:00', '0001-01-01T14:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['9999-12-31T23:59:59+14:00', '9999-12-31T09:59:59.000Z'],
  ])('takes %s', (text, date) => {
    expect(read(text)).toEqual(new Date(date));
  });

  it.each([
    '0000-01-01',
    '0001-01-01T00:00:00+14:00',
    '0001-01-01T00:59:59+01:00',
    '9999-12-31T23:59:59-00:01',
    '9999-12-31T23:59:59-14:00',
    '10000-01-01',
    '+010000-01-01T00:00:00Z',
    '-000001-01-01T00:00:00Z',
    '0044-03-15 BC',
    '2023-02-31T00:00:00Z',
    'infinity',
    '',
  ])('refuses %j', (text) => {
    expect(read(text)).toEqual([
      { at: '', text: 'must be a date-time like 2023-11-07T05:31:56Z, from year 1 to 9999 in UTC' },
    ]);
  });

  it.each([0, true])('refuses %j, which is no text', (value) => {
    expect(read(value)).toMatchObject([{ text: 'must be a date-time like 2023-11-07T05:31:56Z' }]);
  });

  it('gives a date of four digits or none, whatever the offset', () => {
    const two = (max: number) => fc.nat(max).map((value) => String(value).padStart(2, '0'));
    fc.assert(
      fc.property(
        fc.constantFrom('0000', '0001', '9999'),
        two(12),
        two(31),
        two(23),
        two(14),
        fc.constantFrom('+', '-'),
        (...parts) => {
          const [year, month, day, hour, offset, sign] = parts;
          const date = read(`${year}-${month}-${day}T${hour}:00:00${sign}${offset}:00`);
          expect(date instanceof Date ? date.toISOString() : '0000-').toMatch(/^\d{4}-/);
        },
      ),
    );
  });
});
