import { caseFold } from 'unicode-case-folding';

/**
 * The text without regard to case, for comparison alone: two texts differ in nothing but case, or in how their characters
 * are composed, exactly when this gives the same for both (Unicode 17, D145: canonical caseless matching). The full case
 * folding takes `ß` for `ss`, `ς` for `σ` and `İ` for `i` with a dot above, and leaves `ı` alone. Neither the locale nor
 * the version of Node or PostgreSQL plays a part.
 */
export function foldCase(text: string): string {
  // Nearly all names and addresses, at a hundredth of the time.
  if (isAscii(text)) return text.toLowerCase();
  return caseFold(text.normalize('NFD')).normalize('NFC');
}

/** Whether the text consists of ASCII characters alone. */
export function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}
