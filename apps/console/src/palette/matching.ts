/** Something that is found by its name. */
interface Named {
  readonly name: string;
}

/**
 * Those in whose names every typed word begins a word, whatever the case and the accents; of these first the ones whose
 * names begin with what is typed.
 */
export function matching<T extends Named>(all: readonly T[], typed: string): readonly T[] {
  const text = plain(typed).trim();
  const words = text.split(/\s+/);
  const fits = ({ name }: Named) => words.every((word) => ` ${spaced(plain(name))}`.includes(` ${word}`));
  const begins = ({ name }: Named) => plain(name).startsWith(text);
  const found = all.filter(fits);
  return [...found.filter(begins), ...found.filter((one) => !begins(one))];
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** A new word begins behind each sign that is no letter and no digit. */
function spaced(text: string): string {
  return `${text} ${text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()}`;
}
