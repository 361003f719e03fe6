import { createServer } from 'node:http';

import { openWorker } from './bullmq.js';

// The yardstick of the worker: BullMQ runs as many jobs at once as Rollcall's worker, but these jobs do nothing.

const CONCURRENCY = 8;

const worker = openWorker('noop', () => Promise.resolve(), CONCURRENCY, process.env);
await worker.waitUntilReady();
createServer((_request, response) => response.end('{}')).listen(Number(process.env.WORKER_PORT), '127.0.0.1');

process.once('SIGTERM', () => {
  process.exit();
});
