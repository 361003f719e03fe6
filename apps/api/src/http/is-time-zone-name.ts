import { applyDecorators } from '@nestjs/common';
import { timeZoneName } from '@rollcall/kernel';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';

/** A time zone by its name in the IANA database, which becomes the case that it has there. */
export const IsTimeZoneName = () =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (timeZoneName(value) ?? value) : value)),
    ValidateBy({
      name: 'isTimeZoneName',
      validator: {
        validate: (value) => typeof value === 'string' && timeZoneName(value) !== null,
        defaultMessage: (args) =>
          `${args?.property ?? 'It'} must be a name of the IANA time zone database, as Europe/Berlin or UTC`,
      },
    }),
  );
