import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Outcome, StripeApi, StripeRequest } from './api.js';
import { parseForm } from './form.js';
import { StripeProblem } from './stripe-problem.js';
import { Troubles } from './trouble.js';

const TOO_MANY = new StripeProblem(429, {
  type: 'invalid_request_error',
  code: 'rate_limit',
  message: 'Request rate limit exceeded. Learn more about rate limits at https://stripe.com/docs/rate-limits.',
});

/** The HTTP side of the server: receives requests, causes the requested troubles, and holds answers back. */
export class Connections {
  readonly requests: StripeRequest[] = [];
  readonly troubles = new Troubles();
  private readonly server: Server;
  private readonly heldBack: (() => void)[] = [];
  private holding = false;

  constructor(private readonly api: StripeApi) {
    this.server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        this.receive(toRequest(incoming, Buffer.concat(chunks).toString()), response);
      });
    });
    // Longer than any test, so that no connection ends at the moment of its reuse.
    this.server.keepAliveTimeout = 600_000;
  }

  /** Listens on a loopback port and returns the address. */
  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  get held(): number {
    return this.heldBack.length;
  }

  hold(holding: boolean): void {
    this.holding = holding;
    if (!holding) for (const release of this.heldBack.splice(0)) release();
  }

  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.server.close(resolve);
      this.server.closeAllConnections();
    });
  }

  private receive(request: StripeRequest, response: ServerResponse): void {
    this.requests.push(request);
    const trouble = this.troubles.take();
    switch (trouble) {
      case 'silence':
        return;
      case 'cut':
        response.socket?.resetAndDestroy();
        return;
      case 'nonsense':
        this.send(() => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Bad gateway</html>'));
        return;
      case 429:
        this.send(() => response.writeHead(429, { 'Content-Type': 'application/json' }).end(TOO_MANY.body));
        return;
      case 'lost':
        this.api.answer(request, false).finish();
        response.socket?.resetAndDestroy();
        return;
      case 500:
      case null: {
        const outcome = this.api.answer(request, trouble === 500);
        this.send(() => {
          outcome.finish();
          response.writeHead(outcome.answer.status, headersOf(request, outcome)).end(outcome.answer.body);
        });
      }
    }
  }

  private send(answer: () => void): void {
    if (this.holding) this.heldBack.push(answer);
    else answer();
  }
}

function toRequest(incoming: IncomingMessage, body: string): StripeRequest {
  const { headers, method = '', url = '' } = incoming;
  const [path = '', query = ''] = url.split('?');
  const header = (name: string): string | null => {
    const value = headers[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    method,
    path,
    params: parseForm(method === 'POST' ? body : query),
    idempotencyKey: header('idempotency-key'),
    apiVersion: header('stripe-version'),
    apiKey: apiKeyOf(header('authorization')),
  };
}

/** The API key: a bearer token, or the user name of basic authentication. */
function apiKeyOf(authorization: string | null): string | null {
  const [scheme, value] = authorization?.split(' ') ?? [];
  if (value === undefined) return null;
  if (scheme === 'Basic') return Buffer.from(value, 'base64').toString().split(':')[0] ?? null;
  return value;
}

function headersOf(request: StripeRequest, { answer, replayed }: Outcome): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'Request-Id': answer.requestId,
    ...(request.apiVersion !== null && { 'Stripe-Version': request.apiVersion }),
    ...(request.idempotencyKey !== null && { 'Idempotency-Key': request.idempotencyKey }),
    ...(replayed && { 'Idempotent-Replayed': 'true', 'Original-Request': answer.requestId }),
    // A failed POST would be replayed as failed, so Stripe tells clients not to try again.
    ...(answer.status >= 500 && request.method === 'POST' && { 'Stripe-Should-Retry': 'false' }),
  };
}
