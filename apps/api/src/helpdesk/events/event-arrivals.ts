import { setTimeout } from 'node:timers/promises';

import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { EventFeed } from '@rollcall/events';

/** How often the database is asked, once for all who wait in this process. */
const LOOK_MS = 500;
/** How many may wait in one process; those who come after are answered at once. */
const MAX_WAITING = 1_000;

interface Waiting {
  readonly position: number;
  readonly end: () => void;
}

/** Waits for events, for any number of requests with one look at the database. */
@Injectable()
export class EventArrivals implements OnModuleDestroy {
  private readonly logger = new Logger(EventArrivals.name);
  private readonly waiting = new Set<Waiting>();
  private looking = false;
  private stopped = false;

  constructor(private readonly feed: EventFeed) {}

  /** Ends when there is an event after the position, when the signal says so, or when this process is to end. */
  async after(position: number, signal: AbortSignal): Promise<void> {
    if (this.stopped || signal.aborted || this.waiting.size >= MAX_WAITING) return;
    await new Promise<void>((end) => {
      const waiting = {
        position,
        end: () => {
          this.waiting.delete(waiting);
          end();
        },
      };
      this.waiting.add(waiting);
      signal.addEventListener('abort', waiting.end, { once: true });
      if (!this.looking) void this.look();
    });
  }

  onModuleDestroy(): void {
    this.stopped = true;
    for (const { end } of this.waiting) end();
  }

  private async look(): Promise<void> {
    this.looking = true;
    while (this.waiting.size > 0 && !this.stopped) {
      try {
        const last = await this.feed.end();
        for (const { position, end } of this.waiting) if (position < last) end();
      } catch (error) {
        this.logger.warn({ err: error }, 'Those who wait for events are told later: the database does not answer');
      }
      await setTimeout(LOOK_MS, undefined, { ref: false });
    }
    this.looking = false;
  }
}
