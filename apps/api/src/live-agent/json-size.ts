import { ValidateBy } from 'class-validator';

/** Of each field of a plan that is free in what it holds. */
export const MAX_JSON_BYTES = 16 * 1024;

/**
 * What takes at most so many bytes as JSON without spaces. A number counts with at least all of its digits, as the database
 * has them: `1e300` are three hundred.
 */
export function JsonSize(maxBytes: number): PropertyDecorator {
  return ValidateBy({
    name: 'jsonSize',
    validator: {
      validate: (value) => Buffer.byteLength(JSON.stringify(value, writtenOut)) <= maxBytes,
      defaultMessage: (args) => `${args?.property ?? 'It'} must take at most ${maxBytes} bytes as JSON`,
    },
  });
}

function writtenOut(_name: string, value: unknown): unknown {
  const [, exponent] = typeof value === 'number' ? String(value).split('e') : [];
  return exponent === undefined ? value : `${String(value)}${'0'.repeat(Math.abs(Number(exponent)))}`;
}

/** Holds no number that is too large to be one here, as `1e400`: it would be stored as null. */
export function FiniteNumbers(): PropertyDecorator {
  return ValidateBy({
    name: 'finiteNumbers',
    validator: {
      validate: (value) => isFiniteThroughout(value),
      defaultMessage: (args) => `${args?.property ?? 'It'} must hold no number beyond 1.7e308; send it as a string`,
    },
  });
}

function isFiniteThroughout(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isFiniteThroughout);
}
