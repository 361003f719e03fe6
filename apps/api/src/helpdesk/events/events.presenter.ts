import { Injectable } from '@nestjs/common';
import { EventFeed } from '@rollcall/events';
import type { Request } from 'express';

import { EventArrivals } from './event-arrivals.js';
import { cursorOf, positionOf } from './event-cursor.js';
import { EventsDto, type EventsQuery } from './event.dto.js';

/** Reads the feed for a request, and waits if there is nothing to read. */
@Injectable()
export class EventsPresenter {
  constructor(
    private readonly feed: EventFeed,
    private readonly arrivals: EventArrivals,
  ) {}

  async list({ cursor, most, waitMs }: EventsQuery, request: Request): Promise<EventsDto> {
    const position = cursor === undefined ? null : positionOf(cursor);
    let events = await this.feed.after(position, most);
    if (events.length === 0 && waitMs > 0) {
      await this.arrivals.after(position ?? 0, AbortSignal.any([AbortSignal.timeout(waitMs), closing(request)]));
      events = await this.feed.after(position, most);
    }
    return new EventsDto(events, cursorOf(events.at(-1)?.position ?? position ?? 0));
  }
}

/** Says when the client has left. */
function closing({ res: response }: Request): AbortSignal {
  const left = new AbortController();
  response?.once('close', () => {
    left.abort();
  });
  return left.signal;
}
