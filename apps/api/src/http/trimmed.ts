import { Transform } from 'class-transformer';

/** A text without the white space around it; anything else is left to be refused. */
export const trimmed = () =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));
