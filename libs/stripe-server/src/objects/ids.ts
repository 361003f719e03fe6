import { randomBytes } from 'node:crypto';

/** A fresh id as Stripe's: a prefix for the kind of object, then letters and digits. */
export const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;

/** The id in a field that holds either the id of an object or, where it is expanded, the object. */
export function idOf(reference: string | { id: string }): string;
export function idOf(reference: string | { id: string } | null): string | null;
export function idOf(reference: string | { id: string } | null): string | null {
  return typeof reference === 'string' || reference === null ? reference : reference.id;
}
