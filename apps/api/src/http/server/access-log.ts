import type { IncomingMessage, ServerResponse } from 'node:http';

import { withLogFields } from '@rollcall/observability';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

import { assignRequestId, requestIdOf } from './request-id.js';
import { traceIdOf } from './request-traces.js';

/** One line per request, without headers, query values or bodies. */
export function accessLog(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    genReqId: assignRequestId,
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'error' : 'info'),
    customSuccessMessage: summary,
    customErrorMessage: summary,
    customAttributeKeys: { responseTime: 'ms' },
    // They are written when the answer is sent, which may be outside of what the request has called.
    customSuccessObject: withFields,
    customErrorObject: (request, response, _error, fields: object) => withFields(request, response, fields),
    serializers: {
      req: (request: { id: string; method: string; url: string; raw: { ip?: string } }) => ({
        id: request.id,
        method: request.method,
        path: pathOf(request.url),
        ip: request.raw.ip,
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
      err: () => undefined,
    },
  });
}

/** Has all that is logged in the course of a request name it. */
export function requestLogFields(_request: IncomingMessage, response: ServerResponse, next: () => void): void {
  withLogFields({ request_id: requestIdOf(response) }, next);
}

function withFields(_request: IncomingMessage, response: ServerResponse, fields: object): object {
  const traceId = traceIdOf(response);
  return { request_id: requestIdOf(response), ...(traceId === undefined ? {} : { trace_id: traceId }), ...fields };
}

function summary(request: IncomingMessage, response: ServerResponse): string {
  return `${request.method ?? ''} ${pathOf(request.url)} ${response.statusCode}`;
}

/** A query may hold a credential, so none is logged. */
function pathOf(url: string | undefined): string {
  return (url ?? '').split('?', 1)[0] ?? '';
}
