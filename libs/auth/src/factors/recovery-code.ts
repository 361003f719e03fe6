import { randomInt } from 'node:crypto';

/** Without `i`, `l`, `o` and `u`, which are read as others (Crockford's Base32). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

const GROUPS = 4;
const GROUP_LENGTH = 4;

/** A random recovery code of 80 bits, as people copy it: `7k3m-0qrz-x9ab-1cd2`. */
export function newRecoveryCode(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** The one form in which a code is hashed, however it was typed. */
export function recoveryCodeText(typed: string): string {
  return typed.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
}
