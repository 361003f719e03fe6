import { applyDecorators } from '@nestjs/common';
import { hasControls, nameText } from '@rollcall/kernel';
import { Transform } from 'class-transformer';
import { IsString, ValidateBy } from 'class-validator';

import { TextLength } from './text-length.js';

/** A name of `min` to `max` characters without control characters, which becomes what is stored of it. */
export const IsName = (min: number, max: number) =>
  applyDecorators(
    asStored(),
    IsString(),
    TextLength(min, max),
    ValidateBy({
      name: 'isName',
      validator: {
        validate: (value) => typeof value === 'string' && !hasControls(value),
        defaultMessage: (args) => `${args?.property ?? 'It'} must have no control characters or line breaks`,
      },
    }),
  );

/** The name of something that is there, or a list of such, in the form in which names are stored. */
export const asStored = () =>
  Transform(({ value }: { value: unknown }): unknown =>
    Array.isArray(value) ? value.map(storedName) : storedName(value),
  );

function storedName(value: unknown): unknown {
  return typeof value === 'string' ? nameText(value) : value;
}
