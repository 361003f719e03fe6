import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationArguments } from 'class-validator';

import { KNOWN_ROLE } from '../../http/input/names.js';
import { invalidFields } from '../../http/input/rule.js';

/** The optional field `role`. At least one of `role` and `roles` must name a role. */
export function RoleField(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      ...KNOWN_ROLE.words.schema,
      nullable: true,
      description: 'A role by name, in any case; `role` or `roles` is required, and the agent gets the roles of both',
      example: 'Agent',
    }),
    Transform(({ value }: { value: unknown }) => KNOWN_ROLE.convert?.(value)),
    ValidateBy({
      name: 'namesARole',
      validator: {
        validate: (role, args) => (isLeftOut(role) ? otherNames(args) : KNOWN_ROLE.problems(role).length === 0),
        defaultMessage: (args) =>
          isLeftOut(args?.value)
            ? 'role or roles must name at least one role'
            : invalidFields('role', KNOWN_ROLE.problems(args?.value))
                .map(({ message }) => message)
                .join(),
      },
    }),
  );
}

function isLeftOut(role: unknown): boolean {
  return role === undefined || role === null || role === '';
}

function otherNames(args: ValidationArguments | undefined): boolean {
  const roles: unknown = args && Reflect.get(args.object, 'roles');
  return Array.isArray(roles) && roles.length > 0;
}
