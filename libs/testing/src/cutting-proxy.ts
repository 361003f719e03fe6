import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** PostgreSQL's "ready for query", as it ends the start of a connection and every statement outside a transaction. */
const READY = Buffer.from('Z\0\0\0\x05I', 'latin1');

const FIELDS = 'SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0';
const FATAL = Buffer.concat([Buffer.from([69, 0, 0, 0, FIELDS.length + 4]), Buffer.from(FIELDS)]);

/** A way to a database that can be made unreliable. */
export interface CuttingProxy {
  readonly url: string;
  /** While true, every connection ends in the very packet in which the server says that it is ready. */
  cut(cutting: boolean): void;
  close(): Promise<void>;
}

/** Starts a {@link CuttingProxy} to the database of this URL. */
export async function startCuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let cutting = false;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (chunk) => {
      const ready = cutting ? chunk.indexOf(READY) : -1;
      if (ready === -1) client.write(chunk);
      else client.end(Buffer.concat([chunk.subarray(0, ready + READY.length), FATAL]));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The proxy is not listening on a port');
  const url = new URL(databaseUrl);
  url.port = String(address.port);
  return {
    url: url.href,
    cut: (value) => {
      cutting = value;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
