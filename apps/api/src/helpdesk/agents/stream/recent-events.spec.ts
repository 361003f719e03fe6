import { ChangePosition } from '@rollcall/agents';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { RecentEvents } from './recent-events.js';

const at = (transaction: number, row: number) => new ChangePosition(BigInt(transaction), row);

/** Positions in their order, each once. */
const positions = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })), {
    minLength: 2,
    selector: (pair) => pair.join('-'),
  })
  .map((pairs) => pairs.toSorted(([a, b], [c, d]) => a - c || b - d).map(([a, b]) => at(a, b)));

describe('the recent events', () => {
  it('are all that follow a position, or a gap, whatever was added and however few are kept', () => {
    fc.assert(
      fc.property(positions, fc.nat(12), fc.nat(99), ([start, ...others], limit, asked) => {
        if (!start) return;
        const recent = new RecentEvents(start, limit);
        for (const position of others) recent.add([{ position, text: String(position) }]);
        const all = [start, ...others];
        const after = all[asked % all.length] ?? start;
        const expected = all.filter((position) => position.isAfter(after)).map(String);
        const found = recent.after(after)?.map(({ text }) => text) ?? null;
        expect(found).toEqual(expected.length <= limit ? expected : null);
      }),
    );
  });

  it('has a gap before what is kept, and after what anybody was told', () => {
    const recent = new RecentEvents(at(5, 1), 10);
    recent.add([{ position: at(5, 2), text: 'a' }]);
    expect(recent.after(at(5, 0))).toBeNull();
    expect(recent.after(at(6, 1))).toBeNull();
    expect(recent.after(at(5, 2))).toEqual([]);
  });

  it('reads the position that it has written, and nothing else', () => {
    const position = at(123, 4);
    expect(ChangePosition.parse(String(position))).toEqual(position);
    for (const text of ['', '1', '1-', '-1', '1-2-3', '1-2 ', '١-٢', `${'9'.repeat(20)}-1`, '0x1-1', '1e3-1'])
      expect(ChangePosition.parse(text)).toBeNull();
  });
});
