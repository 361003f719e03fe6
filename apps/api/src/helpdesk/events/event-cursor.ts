import { invalidField } from '@rollcall/kernel';

const FORM = /^e([1-9]\d{0,14}|0)$/;

/** A position in the feed of events as clients get it. They are not to read it. */
export function cursorOf(position: number): string {
  return Buffer.from(`e${position}`).toString('base64url');
}

/** @throws DomainError `invalid_input` when the text is no cursor of {@link cursorOf} */
export function positionOf(cursor: string): number {
  const [, position] = FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (position !== undefined && cursorOf(Number(position)) === cursor) return Number(position);
  throw invalidField('cursor', 'cursor must be the next_cursor of an answer of this list', 'query');
}
