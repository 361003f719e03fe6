import { url as debuggerUrl } from 'node:inspector';
import { Worker } from 'node:worker_threads';

/** How long the event loop may stand still. All our work takes less, even on a slow machine. */
const PATIENCE_SECONDS = 30;

/** How often the event loop reports that it runs. */
const BEAT_MS = 500;

/**
 * Ends the process by SIGKILL, with a line on standard error, when its event loop stands still for `patienceSeconds`.
 * A process in an endless loop answers no health check and no SIGTERM, and a supervisor that only looks whether the
 * process exists takes it for alive. A thread does the watching, because nothing else in the process runs then. Under
 * a debugger there is no watch.
 */
export function startHangWatch(patienceSeconds = PATIENCE_SECONDS): void {
  if (debuggerUrl()) return;
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const watch = new Worker(new URL('./hang-watch-thread.js', import.meta.url), {
    workerData: { beats, patienceSeconds },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
  });
  watch.unref();
  setInterval(() => {
    Atomics.add(beats, 0, 1);
    // A debugger may also come later (SIGUSR1).
    if (debuggerUrl()) void watch.terminate();
  }, BEAT_MS).unref();
}
