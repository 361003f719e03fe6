import { describe, expect, it } from '@jest/globals';

import { matching } from './matching.js';

const NAMES = ['Neuer Agent', 'Agenten', 'Équipe de nuit', 'Support (EMEA)', 'roles:manage'].map((name) => ({ name }));
const found = (typed: string) => matching(NAMES, typed).map(({ name }) => name);

describe('what the palette finds', () => {
  it('has every typed word at the beginning of a word, and the best first', () => {
    expect(found('agent')).toEqual(['Agenten', 'Neuer Agent']);
    expect(found('ag ne')).toEqual(['Neuer Agent']);
    expect(found('gent')).toEqual([]);
  });

  it('minds neither case nor accents nor signs', () => {
    expect(found('equipe')).toEqual(['Équipe de nuit']);
    expect(found('EMEA')).toEqual(['Support (EMEA)']);
    expect(found('(em')).toEqual(['Support (EMEA)']);
    expect(found('manage')).toEqual(['roles:manage']);
  });

  it('is everything before something is typed', () => {
    expect(found('  ')).toHaveLength(NAMES.length);
  });
});
