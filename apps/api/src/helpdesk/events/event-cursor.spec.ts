import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { cursorOf, positionOf } from './event-cursor.js';

describe('the cursor of events', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.nat(), (position) => {
        expect(positionOf(cursorOf(position))).toBe(position);
      }),
    );
  });

  it('refuses every other text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => positionOf(text)).toThrow('cursor must be the next_cursor');
      }),
    );
  });
});
