import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

import { type Guarded, STOP } from './guarded.js';

/**
 * How long the server stays for those who still finish their work: api and worker, which end with the process that was killed, have
 * 15 s.
 */
const PATIENCE_MS = 16_000;

// A program that runs a PostgreSQL server for the process that started it, and ends it when that process is gone, however it went:
// then the input of this program closes without a word.
const { program, parameters, owner } = JSON.parse(process.argv[2] ?? '') as Guarded;
const server = spawn(program, parameters, { ...owner, stdio: ['ignore', 'ignore', 'inherit'] });
server.once('error', (error) => {
  process.stderr.write(`${error.message}\n`);
});
server.once('close', (code) => process.exit(code ?? 1));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

if ((await text(process.stdin)) !== STOP) {
  // The server takes no new connections, and ends when those that there are have ended.
  server.kill('SIGTERM');
  await setTimeout(PATIENCE_MS);
}
server.kill('SIGINT');
