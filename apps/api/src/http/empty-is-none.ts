import { Transform } from 'class-transformer';

/** An empty text is none: forms send it for what was not filled in. */
export const emptyIsNone = () => Transform(({ value }: { value: unknown }) => (value === '' ? null : value));
