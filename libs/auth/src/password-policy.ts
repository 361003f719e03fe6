import { invalidField } from '@rollcall/kernel';

import { passwordText } from './password-text.js';

/** How many characters a password has. */
export const PASSWORD_LENGTH = { min: 10, max: 72 };

/** The password policy, as a sentence. */
export const PASSWORD_RULE = `${PASSWORD_LENGTH.min} to ${PASSWORD_LENGTH.max} characters with an upper-case letter, a lower-case letter, a digit and another character`;

const REQUIRED = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{Lu}\p{Ll}\p{Nd}]/u];

/** @throws DomainError `invalid_input` naming the field if the password does not follow {@link PASSWORD_RULE} */
export function assertStrongPassword(field: string, password: string): void {
  const text = passwordText(password);
  const length = Array.from(text).length;
  const { min, max } = PASSWORD_LENGTH;
  if (length < min || length > max || !REQUIRED.every((pattern) => pattern.test(text)))
    throw invalidField(field, `${field} must have ${PASSWORD_RULE}`);
}
