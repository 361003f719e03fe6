import type { IncomingMessage, ServerResponse } from 'node:http';

import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

import { assignRequestId } from './request-id.js';

/** One line per request, without headers, query values or bodies. */
export function accessLog(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    genReqId: assignRequestId,
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'error' : 'info'),
    customSuccessMessage: summary,
    customErrorMessage: summary,
    customAttributeKeys: { responseTime: 'ms' },
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

function summary(request: IncomingMessage, response: ServerResponse): string {
  return `${request.method ?? ''} ${pathOf(request.url)} ${response.statusCode}`;
}

/** A query may hold a credential, so none is logged. */
function pathOf(url: string | undefined): string {
  return (url ?? '').split('?', 1)[0] ?? '';
}
