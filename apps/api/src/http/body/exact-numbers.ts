import { cutText } from '@rollcall/kernel';

import { RefusedRequest } from '../failure.js';

/** A number can lose digits only if it has sixteen digits or an exponent of three. */
const LONG = /\d[\d.]{15}|\d[eE][+-]?\d{3}/;

/** The texts and the numbers in JSON. Texts are matched first, so that no number is found inside a text. */
const TEXTS_AND_NUMBERS = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Refuses a number that JavaScript would read as another whole number: it reads `9007199254740993` as …992 and
 * `1.0000000000000001` as 1 (RFC 8259, section 6). Accepts a fraction whose last digit is rounded, as usual for floats.
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

/** A text that is equal for equal values: the significant digits, and the position of the decimal point before them. */
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
