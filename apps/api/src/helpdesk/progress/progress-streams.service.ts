import { setTimeout } from 'node:timers/promises';

import { type BeforeApplicationShutdown, Injectable, type StreamableFile } from '@nestjs/common';

import { streamed } from '../streamed.js';
import { progressEvents } from './progress-events.js';
import type { WorkDto } from './work.dto.js';

const LOOK_MS = 1_000;

/** The progress of work, for those who watch it. */
@Injectable()
export class ProgressStreams implements BeforeApplicationShutdown {
  private readonly shutdown = new AbortController();

  /** @param look finds out how far the work is. @throws what `look` throws the first time */
  async stream(look: () => Promise<WorkDto>): Promise<StreamableFile> {
    await look();
    const pause = () =>
      setTimeout(LOOK_MS, true, { signal: this.shutdown.signal }).catch((error: unknown) => {
        if (this.shutdown.signal.aborted) return false;
        throw error;
      });
    return streamed(progressEvents(look, pause), { type: 'text/event-stream; charset=utf-8' });
  }

  /** Ends all streams. */
  beforeApplicationShutdown(): void {
    this.shutdown.abort();
  }
}
