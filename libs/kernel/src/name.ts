import { foldCase } from './fold-case.js';

/**
 * White space and characters without a picture: default ignorable code points, Braille's blank and the marks of
 * annotations.
 */
const BLANK = String.raw`\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB`;

/**
 * From the first visible character to the last and what shapes that one: variation selectors, the tags of a flag, or a
 * joiner behind a combining mark, as words of Malayalam end.
 */
const VISIBLE_PART = new RegExp(
  String.raw`[^${BLANK}](?:.*[^${BLANK}])?(?:[\p{Variation_Selector}\u{E0020}-\u{E007F}]+|(?<=\p{M})[\u200C\u200D])?`,
  'su',
);

/** The invisible characters; and first, what makes another picture of emoji: the tags of a flag, a joiner between two. */
const INVISIBLE =
  /(\u{1F3F4}[\u{E0020}-\u{E007F}]+|(?<=\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?)\u200D(?=\p{Extended_Pictographic}))|\p{Default_Ignorable_Code_Point}|[\uFFF9-\uFFFB]/gu;

/**
 * A name as it is stored and shown: composed (NFC) and without white space and invisible characters around it. What stands
 * inside is left as it was sent, since joiners and the like belong to some scripts and to emoji. Empty when there is
 * nothing to see.
 */
export function nameText(name: string): string {
  return VISIBLE_PART.exec(name.normalize('NFC'))?.[0] ?? '';
}

/**
 * The key of a name: two names are the same exactly when their keys are equal. Case, composition, invisible
 * characters and the kind and number of spaces make no difference. For comparing and looking up, never for showing.
 */
export function nameKey(name: string): string {
  const visible = name.normalize('NFD').replace(INVISIBLE, (_, picture: string | undefined) => picture ?? '');
  return foldCase(visible.replace(/[\p{White_Space}\u2800]+/gu, ' ').trim());
}

/** Whether a text has control characters or line breaks in it, which no name has. */
export function hasControls(text: string): boolean {
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
}
