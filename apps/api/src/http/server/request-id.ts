import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const HEADER = 'X-Request-Id';
const ACCEPTED = /^[\w.:/+=-]{1,128}$/;

/** The id that the request of this response was given. */
export function requestIdOf(response: ServerResponse): string {
  return String(response.getHeader(HEADER));
}

/** The id under which a request is known in answers and logs: the client's own, if it sent a harmless one. */
export function assignRequestId(request: IncomingMessage, response: ServerResponse): string {
  const sent = request.headers[HEADER.toLowerCase()];
  const id = typeof sent === 'string' && ACCEPTED.test(sent) ? sent : randomUUID();
  response.setHeader(HEADER, id);
  return id;
}
