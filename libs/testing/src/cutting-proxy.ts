import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** PostgreSQL's "ready for query", as it ends the start of a connection and every statement outside a transaction. */
const READY = Buffer.from('Z\0\0\0\x05I', 'latin1');

/** The `application_name` of a client, as it stands in the first packet of its connection. */
const APPLICATION = /\0application_name\0([^\0]*)\0/;

const CUT_OFF = fatal('57P01', 'terminating connection due to administrator command');
const ONE_TOO_MANY = fatal('53300', 'too many connections for role "proxied"');

/** A way to a database that can be made unreliable. */
export interface CuttingProxy {
  readonly url: string;
  /** While true, every connection ends in the very packet in which the server says that it is ready. */
  cut(cutting: boolean): void;
  /** Refuses new connections of clients of this `application_name` as one too many, or with null of none. */
  refuse(application: string | null): void;
  /** How many connections of clients of this `application_name` there were so far, also those refused. */
  seen(application: string): number;
  /** While true, nothing gets through in either direction, and no connection ends. */
  silence(silent: boolean): void;
  /** Ends all connections there are, without a word. */
  drop(): void;
  close(): Promise<void>;
}

/** Starts a {@link CuttingProxy} to the database of this URL. */
export async function startCuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const seen = new Map<string, number>();
  let cutting = false;
  let refusing: string | null = null;
  let silent = false;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      if (silent) socket.pause();
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.once('data', (startup) => {
      const application = APPLICATION.exec(startup.toString('latin1'))?.[1] ?? '';
      seen.set(application, (seen.get(application) ?? 0) + 1);
      if (application === refusing) {
        client.end(ONE_TOO_MANY);
        return;
      }
      upstream.write(startup);
      client.pipe(upstream);
    });
    upstream.on('data', (chunk) => {
      const ready = cutting ? chunk.indexOf(READY) : -1;
      if (ready === -1) client.write(chunk);
      else client.end(Buffer.concat([chunk.subarray(0, ready + READY.length), CUT_OFF]));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The proxy is not listening on a port');
  const url = new URL(databaseUrl);
  url.port = String(address.port);
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    cut: (value) => {
      cutting = value;
    },
    refuse: (application) => {
      refusing = application;
    },
    seen: (application) => seen.get(application) ?? 0,
    silence: (value) => {
      silent = value;
      for (const socket of sockets)
        if (silent) socket.pause();
        else socket.resume();
    },
    drop,
    close: async () => {
      drop();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The message with which PostgreSQL ends a connection. */
function fatal(state: string, message: string): Buffer {
  const fields = `SFATAL\0C${state}\0M${message}\0\0`;
  return Buffer.concat([Buffer.from([69, 0, 0, 0, fields.length + 4]), Buffer.from(fields)]);
}
