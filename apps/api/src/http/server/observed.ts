import type { Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request, RequestHandler, Response } from 'express';

import { requestIdOf } from './request-id.js';
import type { Windows } from '../window.js';

/** What became of a request. */
export interface Outcome {
  readonly requestId: string;
  /** Null when the client hung up before it was answered. */
  readonly status: number | null;
  /** The body of the answer; null when there is none. */
  readonly answer: string | null;
  readonly durationMs: number;
}

/** Sees the requests of a window once they are over, those too that no route has seen. It must not throw. */
export interface RequestObserver {
  over(request: Request, outcome: Outcome): void;
}

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
