import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { parseQuery, writeQuery } from './query-text.js';

describe('the query of an address', () => {
  it('says texts as they are, also those that look like numbers', () => {
    expect(parseQuery('?search=007&team=R%26D+East')).toEqual({ search: '007', team: 'R&D East' });
  });

  it('leaves out what says nothing', () => {
    expect(writeQuery({ search: '', team: undefined, page: 2, enabled: false })).toBe('?page=2&enabled=false');
    expect(writeQuery({ search: undefined })).toBe('');
  });

  it('is read as it was written, whatever the texts are', () => {
    const texts = fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1, unit: 'binary' }));
    fc.assert(
      fc.property(texts, (parameters) => {
        expect(parseQuery(writeQuery(parameters))).toEqual({ ...parameters });
      }),
    );
  });
});
