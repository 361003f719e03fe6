import { ValidateBy, type ValidationOptions } from 'class-validator';

/**
 * A text of `min` to `max` characters, counted as the database does: by code points. `Length` and `MaxLength` of
 * class-validator count in other ways.
 */
export function TextLength(min: number, max: number, options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'textLength',
      validator: {
        validate: (text) => typeof text === 'string' && isBetween(Array.from(text).length, min, max),
        defaultMessage: (args) => `${args?.property ?? 'It'} must have ${min} to ${max} characters`,
      },
    },
    options,
  );
}

function isBetween(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}
