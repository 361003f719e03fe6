import { cutText } from '@rollcall/kernel';

import { RefusedRequest } from '../failure.js';

/** What only a number that may lose something has: sixteen digits or an exponent of three. */
const LONG = /\d[\d.]{15}|\d[eE][+-]?\d{3}/;

/** The texts and the numbers of what is JSON; a text comes first, so that no number is found inside one. */
const TEXTS_AND_NUMBERS = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Refuses a number that would be read as another whole number, as `9007199254740993` is read as …992 and
 * `1.0000000000000001` as 1 (RFC 8259, section 6). A fraction that is rounded in its last digit is taken: floats are that.
 * @param json valid JSON
 * @throws RefusedRequest
 */
export function assertExactNumbers(json: string): void {
  if (!LONG.test(json)) return;
  for (const [token] of json.matchAll(TEXTS_AND_NUMBERS)) {
    if (token.startsWith('"')) continue;
    const value = Number(token);
    if (Number.isFinite(value) && !Number.isInteger(value)) continue;
    if (decimal(token) !== decimal(String(value)))
      throw new RefusedRequest(
        'malformed_body',
        `The body has the number ${cutText(token, 40)}, which JSON does not carry exactly; send fewer digits, or a string`,
      );
  }
}

/** The same text for the same value: its significant digits, and where the decimal point stands before them. */
function decimal(number: string): string {
  const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = whole + fraction;
  const first = digits.search(/[^0]/);
  if (first < 0) return '0';
  let last = digits.length;
  while (digits[last - 1] === '0') last -= 1;
  return `${digits.slice(first, last)}e${whole.length - first + Number(exponent)}`;
}
