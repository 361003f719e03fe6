import { invalidField, type RequestPart } from './domain-error.js';

/** Nothing that the contracts know is nested deeper than a few levels; what is would exhaust the stack. */
const MAX_DEPTH = 50;

/** No object that the contracts know has more than some dozens; class-transformer compares each with each. */
const MAX_FIELDS = 1_000;

/**
 * Throws `invalid_input` naming the field when any string in this part of a request cannot be stored: PostgreSQL's text
 * has no NUL, and a lone surrogate (RFC 8259, section 8.2) has no UTF-8 form. So does a value nested more than 50 levels
 * deep, an object of more than 1,000 fields, and a nested object with a field name that JavaScript has a use for, which
 * would be lost in silence.
 */
export function assertStorableText(value: unknown, part: RequestPart, path = '', depth = 0): void {
  const refuse = (reason: string): never => {
    throw invalidField(path, `${path || part} ${reason}`, part);
  };
  if (depth > MAX_DEPTH) refuse(`is nested more than ${MAX_DEPTH} levels deep`);
  if (typeof value === 'string') {
    if (value.includes('\0')) refuse('contains a NUL character; remove it');
    if (!value.isWellFormed()) refuse('contains half of a surrogate pair; send well-formed Unicode');
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      assertStorableText(item, part, within(path, String(index)), depth + 1);
    });
  } else if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value);
    if (fields.length > MAX_FIELDS) refuse(`has more than ${MAX_FIELDS} fields`);
    for (const [key, item] of fields) {
      if (key.includes('\0') || !key.isWellFormed())
        refuse('has a field name with a NUL character or half of a surrogate pair');
      const isReserved = key in Object.prototype || key === 'prototype';
      if (depth > 0 && isReserved) refuse(`cannot have a field called "${key}"; choose another name`);
      assertStorableText(item, part, within(path, key), depth + 1);
    }
  }
}

function within(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
