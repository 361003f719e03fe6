import type { Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request, RequestHandler, Response } from 'express';

import type { RequestObserver } from '../request-observer.js';
import type { Windows } from '../window.js';
import { requestIdOf } from './request-id.js';

/** Shows each request of a window that has an observer to it. */
export function observed(app: NestExpressApplication, windows: Windows): RequestHandler {
  return (request, response, next) => {
    const { observer } = windows.at(request.path);
    if (observer) observe(app, observer, request, response);
    next();
  };
}

function observe(
  app: NestExpressApplication,
  observer: Type<RequestObserver>,
  request: Request,
  response: Response,
): void {
  const start = performance.now();
  let answer: string | null = null;
  const send = response.send.bind(response);
  response.send = (body: unknown) => {
    if (typeof body === 'string') answer = body;
    return send(body);
  };
  response.once('close', () => {
    app.get(observer, { strict: false }).over(request, {
      requestId: requestIdOf(response),
      status: response.writableFinished ? response.statusCode : null,
      answer,
      durationMs: performance.now() - start,
    });
  });
}
