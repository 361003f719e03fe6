import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { Logger } from 'pino';

import { failureOfRefusal, RefusedRequest } from '../failure.js';
import { MAX_HEADER_BYTES } from '../limits/request-limits.js';
import type { Window } from '../window.js';

/** How to answer a request that could not be parsed. It has no path and so no window; the caller names one. */
export interface ClientErrorOptions {
  readonly logger: Logger;
  /** The headers of the answer, besides those about the body. */
  readonly headers: Readonly<Record<string, string>>;
  readonly window: Pick<Window, 'errorOf' | 'mediaType'>;
}

/**
 * Answers input that is not HTTP or is too slow with a sentence, and closes the connection. Ignores lost connections.
 */
export function answerClientErrors({ logger, headers, window }: ClientErrorOptions) {
  return (error: Error, socket: Duplex): void => {
    if (!socket.writable || isBeingAnswered(socket)) {
      socket.destroy();
      return;
    }
    const id = randomUUID();
    const { status, body } = window.errorOf(failureOfRefusal(refusalOf(error)), id);
    const ip = socket instanceof Socket ? socket.remoteAddress : undefined;
    logger.info({ req: { id, ip }, res: { status } }, `${status} for input that is not a request`);
    const about = { ...headers, 'X-Request-Id': id, 'Content-Type': `${window.mediaType}; charset=utf-8` };
    socket.end(asHttp(status, about, JSON.stringify(body)), () => socket.destroy());
  };
}

function refusalOf(error: Error): RefusedRequest {
  switch ('code' in error && error.code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new RefusedRequest('request_timeout', 'The request did not arrive in time; send it again');
    case 'HPE_HEADER_OVERFLOW':
      return new RefusedRequest(
        'headers_too_large',
        `The URL and the headers are larger than ${MAX_HEADER_BYTES} bytes; send less`,
      );
    default:
      return new RefusedRequest('malformed_request', 'This cannot be read as HTTP/1.1; check what sends it');
  }
}

/** Whether part of an answer was already sent. Node stores the answer at the socket, but its types do not show it. */
function isBeingAnswered(socket: Duplex): boolean {
  const response: unknown = Reflect.get(socket, '_httpMessage');
  return typeof response === 'object' && response !== null && Boolean(Reflect.get(response, 'headersSent'));
}

function asHttp(status: number, headers: Readonly<Record<string, string>>, body: string): string {
  const lines = Object.entries({
    ...headers,
    'Content-Length': String(Buffer.byteLength(body)),
    Date: new Date().toUTCString(),
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', body].join('\r\n');
}
