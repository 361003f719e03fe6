import { describe, expect, it } from '@jest/globals';

import { EventStream, eventText } from './event-stream.js';

describe('a stream of events', () => {
  it('writes an event in lines, with its data in one', () => {
    expect(eventText({ id: '1', event: 'a', data: { text: 'two\nlines' } })).toBe(
      'id: 1\nevent: a\ndata: {"text":"two\\nlines"}\n\n',
    );
    expect(eventText({ id: '1' })).toBe('id: 1\n\n');
  });

  it('is cut off when a client lets a megabyte wait, and takes no more', () => {
    const stream = new EventStream();
    stream.on('error', () => undefined);
    stream.send('x'.repeat(1024 * 1024));
    expect(stream.destroyed).toBe(false);
    stream.send('x');
    expect(stream.destroyed).toBe(true);
    stream.send('x');
    stream.end();
  });

  it('takes nothing after its end', () => {
    const stream = new EventStream();
    stream.end();
    stream.send('x');
    stream.end();
    expect(stream.read()).toBeNull();
  });
});
