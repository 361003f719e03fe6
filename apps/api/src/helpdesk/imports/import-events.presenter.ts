import { setTimeout } from 'node:timers/promises';

import { type BeforeApplicationShutdown, Injectable, type StreamableFile } from '@nestjs/common';

import { streamed } from '../streamed.js';
import { ImportsPresenter } from './imports.presenter.js';
import { progressEvents } from './progress-events.js';

const LOOK_MS = 1_000;

/** The progress of imports, for those who watch it. */
@Injectable()
export class ImportEventsPresenter implements BeforeApplicationShutdown {
  private readonly shutdown = new AbortController();

  constructor(private readonly imports: ImportsPresenter) {}

  /** @throws DomainError `import_not_found` */
  async stream(id: number): Promise<StreamableFile> {
    await this.imports.get(id);
    const pause = () =>
      setTimeout(LOOK_MS, true, { signal: this.shutdown.signal }).catch((error: unknown) => {
        if (this.shutdown.signal.aborted) return false;
        throw error;
      });
    return streamed(
      progressEvents(() => this.imports.get(id), pause),
      { type: 'text/event-stream; charset=utf-8' },
    );
  }

  /** Ends all streams. */
  beforeApplicationShutdown(): void {
    this.shutdown.abort();
  }
}
