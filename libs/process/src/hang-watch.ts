import { url as debuggerUrl } from 'node:inspector';
import { Worker } from 'node:worker_threads';

/** How long the event loop may stand still: longer than any work of ours takes, even on a machine that is short of time. */
const PATIENCE_SECONDS = 30;

/** How often it shows that it does not. */
const BEAT_MS = 500;

/**
 * Ends the process by SIGKILL, with a line on the standard error output, when its event loop stands still for
 * `patienceSeconds`: a loop without end answers no health check and no SIGTERM, and a supervisor that watches the process
 * alone takes it for alive. A thread watches, since nothing of a hanging loop can. Under a debugger nobody watches.
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
