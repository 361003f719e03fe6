const CHARACTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * As much of the beginning of a text as fits into `max` UTF-16 code units, and so into as many code points, without
 * cutting a character in two: not a surrogate pair, and nothing that people see as one (UAX #29), as an emoji of several
 * or a letter with its marks. Of a single character that is longer than `max` its first code points are left.
 */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = CHARACTERS.segment(text).containing(max)?.index;
  return end ? text.slice(0, end) : text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
}
