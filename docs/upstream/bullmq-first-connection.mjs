// A BullMQ worker whose first connection to PostgreSQL fails never works again: node docs/upstream/bullmq-first-connection.mjs
import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

import { createPostgresBackend, Queue } from 'bullmq';

// Nobody listens on this port, as while the database starts.
const probe = createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address();
probe.close();

const connection = { connectionString: `postgres://nobody@127.0.0.1:${port}/none`, connectionTimeoutMillis: 1_000 };
const queue = new Queue('example', { connection }, createPostgresBackend);
queue.on('error', () => undefined);
const attempt = () => queue.getJobCounts('waiting').catch((error) => error);

const first = await attempt();
// From here on somebody listens, and counts who connects.
let connections = 0;
createServer((socket) => {
  connections++;
  socket.destroy();
})
  .listen(port, '127.0.0.1')
  .unref();
await setTimeout(200);
const second = await attempt();

console.log(`first command:  ${first.code ?? first.message}`);
console.log(`second command: ${second.code ?? second.message}`);
console.log(`connections tried by the second command: ${connections}`);
console.log(
  first === second && connections === 0 ? 'FAULT: the second command got the stored error of the first' : 'mended',
);
process.exit();
