import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

const TOKENS = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** Each colour in the light and in the dark theme. */
const COLOURS = new Map(
  Array.from(
    TOKENS.matchAll(/--color-([\w-]+): light-dark\(#([\da-f]{6}), #([\da-f]{6})\);/g),
    ([, name = '', light = '', dark = '']) => [name, { light, dark }] as const,
  ),
);

const GROUNDS = ['canvas', 'surface', 'raised', 'hover'];

/** What is written on what. */
const TEXTS: readonly (readonly [text: string, ground: string])[] = [
  ...['ink', 'soft', 'accent', 'good', 'warn', 'bad'].flatMap((text) =>
    GROUNDS.map((ground) => [text, ground] as const),
  ),
  ['ink', 'tint'],
  ['ink', 'bad-tint'],
  ['soft', 'bad-tint'],
  ['bad', 'bad-tint'],
  ['ink', 'warn-tint'],
  ['warn', 'warn-tint'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
];

describe.each(['light', 'dark'] as const)('the colours of the %s theme', (theme) => {
  const colour = (name: string) => COLOURS.get(name)?.[theme] ?? '';
  const faint = (pairs: readonly (readonly [string, string])[], least: number) =>
    pairs.filter(([one, other]) => !(contrast(colour(one), colour(other)) >= least)).map((pair) => pair.join(' on '));

  it('are read as texts on each ground that they stand on (WCAG 2.2, 1.4.3: 4.5 to 1)', () => {
    expect(faint(TEXTS, 4.5)).toEqual([]);
  });

  it('show where a field is (1.4.11: 3 to 1)', () => {
    expect(
      faint(
        ['canvas', 'surface', 'raised'].map((ground) => ['edge', ground] as const),
        3,
      ),
    ).toEqual([]);
  });
});

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio; not a number for what is no colour. */
function contrast(one: string, other: string): number {
  const [dark = NaN, light = NaN] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = NaN, green = NaN, blue = NaN] = [0, 2, 4].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
