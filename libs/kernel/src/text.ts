import { invalidField } from './domain-error.js';

/**
 * The one normal form of an e-mail address: trimmed and lower-cased.
 * Two addresses are the same agent's exactly when their normal forms are equal.
 */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Nothing that the contracts know is nested deeper than a few levels; what is would exhaust the stack. */
const MAX_DEPTH = 50;

/**
 * Throws `invalid_input` naming the field when any string inside `value` cannot be stored: PostgreSQL's text has no
 * NUL, and a lone surrogate (RFC 8259, section 8.2) has no UTF-8 form. So does a value nested more than 50 levels deep.
 */
export function assertStorableText(value: unknown, path: string, depth = 0): void {
  if (depth > MAX_DEPTH) throw invalidField(path, `${path} is nested more than ${MAX_DEPTH} levels deep`);
  if (typeof value === 'string') {
    if (value.includes('\0')) throw invalidField(path, `${path} contains a NUL character; remove it`);
    if (!value.isWellFormed())
      throw invalidField(path, `${path} contains half of a surrogate pair; send well-formed Unicode`);
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      assertStorableText(item, `${path}.${index}`, depth + 1);
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key.includes('\0') || !key.isWellFormed())
        throw invalidField(path, `${path} has a field name with a NUL character or half of a surrogate pair`);
      assertStorableText(item, path === 'body' ? key : `${path}.${key}`, depth + 1);
    }
  }
}
