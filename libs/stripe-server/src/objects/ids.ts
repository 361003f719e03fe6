import { randomBytes } from 'node:crypto';

/** A new id in Stripe's form: a prefix for the kind of object, then letters and digits. */
export const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;

/** The id in a field that contains the id of an object or, if it is expanded, the object. */
export function idOf(reference: string | { id: string }): string;
export function idOf(reference: string | { id: string } | null): string | null;
export function idOf(reference: string | { id: string } | null): string | null {
  return typeof reference === 'string' || reference === null ? reference : reference.id;
}
