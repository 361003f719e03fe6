import { ValidateBy, type ValidationArguments } from 'class-validator';

/** `role` is a text, and it or `roles` names at least one role. */
export function NamesARole(): PropertyDecorator {
  return ValidateBy({
    name: 'namesARole',
    validator: {
      validate: (role, args) => (typeof role === 'string' && role !== '') || (isLeftOut(role) && otherNames(args)),
      defaultMessage: (args) =>
        isLeftOut(args?.value) ? 'role or roles must name at least one role' : 'role must be a string',
    },
  });
}

function isLeftOut(role: unknown): boolean {
  return role === undefined || role === null || role === '';
}

function otherNames(args: ValidationArguments | undefined): boolean {
  const roles: unknown = args && Reflect.get(args.object, 'roles');
  return Array.isArray(roles) && roles.length > 0;
}
