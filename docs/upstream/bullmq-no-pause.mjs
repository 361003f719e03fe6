// A BullMQ worker whose connections end at once connects again without a pause:
// node docs/upstream/bullmq-no-pause.mjs postgres://user:password@host:port/database
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

import { createPostgresBackend, Worker } from 'bullmq';

const SECONDS = 5;
const url = new URL(process.argv[2] ?? 'postgres://127.0.0.1:5432/postgres');
const READY = Buffer.from('Z\0\0\0\x05I', 'latin1');
const fields = 'SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0';
const CUT = Buffer.concat([Buffer.from([69, 0, 0, 0, fields.length + 4]), Buffer.from(fields)]);

// A way to the server on which each connection but the first ends in the packet that says that it is ready.
let connections = 0;
const proxy = createServer((client) => {
  const isCut = ++connections > 1;
  const server = connect(Number(url.port || 5432), url.hostname);
  client.pipe(server);
  server.on('data', (chunk) => {
    const at = isCut ? chunk.indexOf(READY) : -1;
    if (at === -1) client.write(chunk);
    else client.end(Buffer.concat([chunk.subarray(0, at + READY.length), CUT]));
  });
  for (const socket of [client, server]) socket.on('error', () => undefined);
}).listen(0, '127.0.0.1');
await once(proxy, 'listening');
url.port = String(proxy.address().port);

const options = { connection: { connectionString: url.href }, runRetryDelay: 1_000 };
const worker = new Worker('example', async () => undefined, options, createPostgresBackend);
worker.on('error', () => undefined);
await setTimeout(SECONDS * 1_000);
console.log(`${connections} connections in ${SECONDS} s, with a runRetryDelay of one second`);
console.log(connections > 10 * SECONDS ? 'FAULT: the worker does not pause' : 'mended');
process.exit();
