import { createServer, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';

import { ExpressAdapter } from '@nestjs/platform-express';

import { MAX_HEADER_BYTES, MAX_HEADERS } from '../limits/request-limits.js';

/** How long a client may take, in milliseconds. */
export interface HttpTimeouts {
  /** For the headers, counted from the start of the connection or the first byte of a later request. */
  readonly headersMs: number;
  /** For the whole request, counted from the same moment. */
  readonly requestMs: number;
  /** Without a byte in either direction, for example when the client does not read its answer. */
  readonly silenceMs: number;
  /** Between two requests on one connection. */
  readonly keepAliveMs: number;
  /** How often the first two are checked; they may take effect this late. */
  readonly checkMs: number;
}

export const HTTP_TIMEOUTS: HttpTimeouts = {
  headersMs: 10_000,
  // A megabyte at 140 kbit/s.
  requestMs: 60_000,
  silenceMs: 120_000,
  // Longer than balancers keep idle connections: if we closed one first, a request on its way would fail.
  keepAliveMs: 65_000,
  checkMs: 5_000,
};

/** Express on a server that limits how long a client may take, and how many headers it may send. */
export class HttpServer extends ExpressAdapter {
  private readonly connections = new Set<Socket>();

  constructor(private readonly timeouts: HttpTimeouts) {
    super();
  }

  override initHttpServer(): void {
    const { headersMs, requestMs, silenceMs, keepAliveMs, checkMs } = this.timeouts;
    const express = this.getInstance<RequestListener>();
    const server = createServer(
      {
        maxHeaderSize: MAX_HEADER_BYTES,
        headersTimeout: headersMs,
        requestTimeout: requestMs,
        keepAliveTimeout: keepAliveMs,
        connectionsCheckingInterval: checkMs,
        // Node's own answer would lack our form and headers. A request without a host is refused with the other limits.
        requireHostHeader: false,
      },
      (request, response) => {
        const target = pathOf(request.url ?? '');
        if (target === null) server.emit('clientError', new Error('No URL'), request.socket);
        else express(Object.assign(request, { url: target }), response);
      },
    );
    server.timeout = silenceMs;
    // Node drops headers above this number; one more than allowed is enough to notice that there are too many.
    server.maxHeadersCount = MAX_HEADERS + 1;
    // RFC 9110, section 10.1.1: an unknown expectation may be ignored.
    server.on('checkExpectation', (request, response) => server.emit('request', request, response));
    server.on('connection', (socket: Socket) => {
      this.connections.add(socket);
      socket.once('close', () => this.connections.delete(socket));
    });
    this.httpServer = server;
  }

  /**
   * Answers the requests under way, then closes every connection instead of waiting for further requests. Browsers open
   * connections before they need them; Node does not count these as idle.
   */
  override close(): Promise<unknown> | undefined {
    this.httpServer.keepAliveTimeout = 1;
    this.httpServer.prependListener('request', (_request, response) => {
      response.shouldKeepAlive = false;
    });
    for (const socket of this.connections) if (socket.bytesRead === 0) socket.destroy();
    return super.close();
  }
}

/** The requested path and query, also from an absolute URL (RFC 9112, section 3.2.2); null when there is none. */
function pathOf(target: string): string | null {
  if (target.startsWith('/') || target === '*') return target;
  if (!URL.canParse(target)) return null;
  const { pathname, search } = new URL(target);
  return pathname.startsWith('/') ? pathname + search : null;
}
