import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection to the api over which any bytes can be sent, valid HTTP or not. */
export class RawConnection {
  private received = '';

  private constructor(readonly socket: Socket) {
    // A server that does not want to hear more resets the connection.
    socket.setEncoding('utf8').on('error', () => undefined);
    socket.on('data', (text: string) => (this.received += text));
  }

  static async to(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const connection = new RawConnection(connect(Number(port), hostname));
    await once(connection.socket, 'connect');
    return connection;
  }

  send(text: string | Uint8Array): this {
    this.socket.write(text);
    return this;
  }

  /** Sends the text again and again until the connection is closed. */
  trickle(text: string): this {
    const timer = setInterval(() => this.socket.writable && this.socket.write(text), 10);
    this.socket.once('close', () => {
      clearInterval(timer);
    });
    return this;
  }

  /** Waits until the server closes the connection; returns all that was received. */
  async closed(): Promise<RawAnswer> {
    if (!this.socket.closed) await once(this.socket, 'close');
    return new RawAnswer(this.received);
  }
}

/** An HTTP response as it was received. */
export class RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;

  constructor(readonly text: string) {
    const [head = '', ...rest] = text.split('\r\n\r\n');
    const [statusLine = '', ...lines] = head.split('\r\n');
    this.status = Number(statusLine.split(' ')[1]);
    this.headers = Object.fromEntries(
      lines.map((line) => [line.split(':', 1)[0]?.toLowerCase() ?? '', line.slice(line.indexOf(':') + 1).trim()]),
    );
    this.body = rest.join('\r\n\r\n');
  }
}
