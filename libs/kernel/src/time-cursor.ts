import { invalidField } from './domain-error.js';

/** A place in a list that is sorted by a time and then by an id. */
export interface TimePlace {
  readonly at: Date;
  readonly id: number;
}

const FORM = /^(\d{1,16})-(\d{1,16})$/;

/** The cursor of the slice behind a place. Clients are not to read it. */
export function cursorAt({ at, id }: TimePlace): string {
  return Buffer.from(`${at.getTime()}-${id}`).toString('base64url');
}

/** The place of a cursor of {@link cursorAt}. @throws DomainError `invalid_input` for any other text */
export function placeOf(cursor: string): TimePlace {
  const [, ms, id] = FORM.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const at = new Date(Number(ms));
  if (Number.isNaN(at.getTime()))
    throw invalidField('cursor', 'cursor must be one that this list gave out; leave it out to start over', 'query');
  return { at, id: Number(id) };
}
