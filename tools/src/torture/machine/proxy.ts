import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

import { freePort } from '@rollcall/database/embedded';

/** A way from one process to another, on a loopback port, that can be made unreliable. */
export class Proxy {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private isSilent = false;
  private bytesLeft = Infinity;

  private constructor(
    readonly port: number,
    private readonly server: Server,
  ) {}

  /** `upstream` tells the port behind it, which may change. */
  static async start(upstream: () => number): Promise<Proxy> {
    const port = await freePort();
    const server = createServer();
    const proxy = new Proxy(port, server);
    server.on('connection', (client) => {
      proxy.join(client, upstream());
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  /** Resets all connections, and each new one, until {@link heal}. */
  cut(): void {
    this.isCut = true;
    this.drop();
  }

  /** Lets nothing through, in either direction, and ends no connection, until {@link heal}. */
  silence(): void {
    this.isSilent = true;
    for (const socket of this.sockets) socket.pause();
  }

  /** Resets each connection once its client has sent this many bytes more, until {@link heal}. */
  cutAfter(bytes: number): void {
    this.bytesLeft = bytes;
  }

  heal(): void {
    this.isCut = false;
    this.isSilent = false;
    this.bytesLeft = Infinity;
    for (const socket of this.sockets) socket.resume();
  }

  async close(): Promise<void> {
    this.drop();
    this.server.close();
    await once(this.server, 'close');
  }

  private drop(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  private join(client: Socket, port: number): void {
    const upstream = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(socket);
      socket.setNoDelay();
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        other.write(chunk);
      });
      socket.on('end', () => {
        other.end();
      });
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
      if (this.isSilent) socket.pause();
    }
    let sent = 0;
    client.on('data', (chunk) => {
      sent += chunk.length;
      if (sent > this.bytesLeft) client.resetAndDestroy();
    });
    if (this.isCut) client.resetAndDestroy();
  }
}
