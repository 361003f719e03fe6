/**
 * A text as a part of a pattern of LIKE and ILIKE, in which its characters stand for themselves.
 * @example `name ILIKE $1` with `%${escapeLike('100%')}%`
 */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
