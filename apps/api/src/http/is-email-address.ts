import { applyDecorators } from '@nestjs/common';
import { isPlainAddress, normalizeEmail } from '@rollcall/kernel';
import { Transform } from 'class-transformer';
import { IsEmail, ValidateBy } from 'class-validator';

/**
 * An e-mail address in at most 319 characters, which becomes its normal form. Its domain needs no dot: the first
 * administrator's may have none.
 */
export const IsEmailAddress = () =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? normalizeEmail(value) : value)),
    IsEmail({ require_tld: false }),
    ValidateBy({
      name: 'isPlainAddress',
      validator: {
        validate: (value) => typeof value === 'string' && isPlainAddress(value),
        defaultMessage: (args) =>
          `${args?.property ?? 'It'} must be an email without invisible characters, with a domain that exists in ASCII (UTS 46)`,
      },
    }),
  );
