import { describe, expect, it } from '@jest/globals';

import { previewOf } from './csv-preview.js';

describe('the preview of a file', () => {
  it.each([',', ';', '\t'])('finds the columns that %p separates', (delimiter) => {
    const text = [
      ['first_name', 'email', 'roles'],
      ['Ada', 'ada@example.com', '"Agent, Lead; 2"'],
    ]
      .map((cells) => cells.join(delimiter))
      .join('\r\n');
    expect(previewOf(text)).toEqual({
      header: ['first_name', 'email', 'roles'],
      rows: [['Ada', 'ada@example.com', 'Agent, Lead; 2']],
    });
  });

  it('has five rows at most, whatever is behind them, and no byte order mark', () => {
    const text = `\uFEFFname\n${'a\n'.repeat(5)}"cut off`;
    expect(previewOf(text)).toEqual({ header: ['name'], rows: Array<string[]>(5).fill(['a']) });
  });

  it('is none where there is no table', () => {
    expect(previewOf('')).toBeNull();
    expect(previewOf('"never closed')).toBeNull();
  });
});
