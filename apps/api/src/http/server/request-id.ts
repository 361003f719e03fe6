import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const HEADER = 'X-Request-Id';
const ACCEPTED = /^[\w.:/+=-]{1,128}$/;

/** The id that the request of this response was given. */
export function requestIdOf(response: ServerResponse): string {
  return String(response.getHeader(HEADER));
}

/** The id of a request in answers and logs: the id that the client sent, if it is harmless, otherwise a new one. */
export function assignRequestId(request: IncomingMessage, response: ServerResponse): string {
  const sent = request.headers[HEADER.toLowerCase()];
  const id = typeof sent === 'string' && ACCEPTED.test(sent) ? sent : randomUUID();
  response.setHeader(HEADER, id);
  return id;
}
