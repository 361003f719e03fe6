import { ValidateBy } from 'class-validator';

/**
 * A text of `min` to `max` characters, counted as the database does: by code points. `Length` of class-validator takes
 * a character and the variation selector behind it for one.
 */
export function TextLength(min: number, max: number): PropertyDecorator {
  return ValidateBy({
    name: 'textLength',
    validator: {
      validate: (text) => typeof text === 'string' && isBetween(Array.from(text).length, min, max),
      defaultMessage: (args) => `${args?.property ?? 'It'} must have ${min} to ${max} characters`,
    },
  });
}

function isBetween(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}
