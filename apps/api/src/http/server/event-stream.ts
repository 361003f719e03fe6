import { Readable } from 'node:stream';

import { StreamableFile } from '@nestjs/common';

/** What may wait for a client that reads slowly; one that has more waiting is cut off, and may go on with `Last-Event-ID`. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** An event: a name, and a value that JSON can carry. */
export interface ServerEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data?: unknown;
}

/** Server-sent events, as the HTML standard has them: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export class EventStream extends Readable {
  private ended = false;

  constructor() {
    super({ read: () => undefined });
  }

  /** Sends what {@link eventText} has made. Ends the answer when the client reads too slowly. */
  send(text: string): void {
    if (this.destroyed || this.ended) return;
    this.push(text);
    if (this.readableLength > MAX_WAITING_BYTES) this.destroy(new Error('The client reads its events too slowly'));
  }

  /** Ends the answer; a browser asks again by itself. */
  end(): void {
    if (this.destroyed || this.ended) return;
    this.ended = true;
    this.push(null);
  }

  /** The answer of a route. Nothing between here and the client may keep or collect it. */
  answer(): StreamableFile {
    return new StreamableFile(this, { type: 'text/event-stream' }).setErrorHandler((_error, response) => {
      response.destroy?.();
    });
  }
}

/** An event as it is sent. One without data only tells the id to go on from. */
export function eventText({ id, event, data }: ServerEvent): string {
  return [
    ...(id === undefined ? [] : [`id: ${id}\n`]),
    ...(event === undefined ? [] : [`event: ${event}\n`]),
    ...(data === undefined ? [] : [`data: ${JSON.stringify(data)}\n`]),
    '\n',
  ].join('');
}

/** A comment, which keeps connections open that are closed when they are silent. */
export const HEARTBEAT = ':\n\n';
