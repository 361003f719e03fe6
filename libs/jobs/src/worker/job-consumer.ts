import { setTimeout } from 'node:timers/promises';

import type { BackendWorker } from '../queue-backend.js';

const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;

/**
 * Keeps one BullMQ worker running. A worker that did not get ready never gets ready and keeps the processor busy, so it is
 * closed and another one is made, until one runs.
 */
export class JobConsumer {
  private readonly stopping = new AbortController();
  private worker: BackendWorker | undefined;

  /** `open` makes a worker that does not run yet; `onError` gets the error when a worker could not run. */
  constructor(
    private readonly open: () => BackendWorker,
    private readonly onError: (error: unknown) => void,
  ) {
    void this.keepRunning();
  }

  /** Takes no further job, and waits for the running ones unless `force` is true. */
  async close(force: boolean): Promise<void> {
    this.stopping.abort();
    await this.worker?.close(force);
  }

  private async keepRunning(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!this.isStopping()) {
      const worker = this.open();
      this.worker = worker;
      try {
        await worker.waitUntilReady();
        pause = FIRST_PAUSE_MS;
        await worker.run();
      } catch (error) {
        if (this.isStopping()) return;
        this.onError(error);
      }
      if (this.isStopping()) return;
      await worker.close(true);
      await setTimeout(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      pause = Math.min(2 * pause, MAX_PAUSE_MS);
    }
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }
}
