import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An event as webhooks and the feed tell it. */
export interface DirectoryEvent {
  readonly id: string;
  readonly event: string;
  readonly timestamp: string;
  readonly payload: {
    readonly subject: { readonly id: number };
    readonly changes: { readonly first_name?: { readonly after: string } };
  };
}

/** A receiver of webhooks that can be killed, with requests cut off, and started again on its port. */
export class Receiver {
  /** What it took, by the id, in the order in which each came first. */
  readonly taken = new Map<string, DirectoryEvent>();
  /** How many it took once more. */
  repeated = 0;
  /** How long after each change it was told, in milliseconds. */
  readonly delays: number[] = [];
  private server: Server | undefined;
  private port = 0;

  private constructor(private readonly pause: () => Promise<void>) {}

  /** `pause` is waited for before each answer. */
  static async start(pause: () => Promise<void> = () => Promise.resolve()): Promise<Receiver> {
    const receiver = new Receiver(pause);
    await receiver.restart();
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async restart(): Promise<void> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        void this.pause().then(() => {
          this.take(JSON.parse(Buffer.concat(parts).toString()) as DirectoryEvent);
          response.end();
        });
      });
    });
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  async kill(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  private take(event: DirectoryEvent): void {
    if (this.taken.has(event.id)) this.repeated++;
    else {
      this.taken.set(event.id, event);
      this.delays.push(Date.now() - Date.parse(event.timestamp));
    }
  }
}
