import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { RequestOrigin } from '@rollcall/activity';
import type { Request, Response } from 'express';

const HEADER = 'X-Request-Id';
const ACCEPTED = /^[\w.:/+=-]{1,128}$/;

/** The id that the request of this response was given. */
export function requestIdOf(response: ServerResponse): string {
  return String(response.getHeader(HEADER));
}

/** What the activity log tells of the request. */
export function originOf({ ip }: Request, response: Response): RequestOrigin {
  return { ip: ip ?? null, requestId: requestIdOf(response) };
}

/** The id under which a request is known in answers and logs: the client's own, if it sent a harmless one. */
export function assignRequestId(request: IncomingMessage, response: ServerResponse): string {
  const sent = request.headers[HEADER.toLowerCase()];
  const id = typeof sent === 'string' && ACCEPTED.test(sent) ? sent : randomUUID();
  response.setHeader(HEADER, id);
  return id;
}
