import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

const { beats, patienceSeconds } = workerData as { beats: Int32Array; patienceSeconds: number };

let seen = -1;
let stillFor = 0;

// This thread counts seconds by its own ticks, so that it does not take a process for hanging that was suspended as a
// whole.
setInterval(() => {
  const now = Atomics.load(beats, 0);
  stillFor = now === seen ? stillFor + 1 : 0;
  seen = now;
  if (stillFor < patienceSeconds) return;
  writeSync(
    2,
    `The process hangs: its event loop has stood still for ${patienceSeconds} s. It is ended; start it again.\n`,
  );
  process.kill(process.pid, 'SIGKILL');
}, 1_000);
