import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { failedLogins, httpFailures } from '@rollcall/observability';
import type { Request, Response } from 'express';

import { failureOf, RefusedRequest } from '../failure.js';
import { requestIdOf } from './request-id.js';
import { Windows } from '../window.js';

/** Answers every failure in the form of the request's window. Logs only unexpected exceptions in full. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  constructor(private readonly windows: Windows) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const window = this.windows.at(request.path);
    const failure = failureOf(exception, request, window.challenges);
    httpFailures.inc({ code: failure.code });
    if (failure.code === 'login_refused') failedLogins.inc();
    const requestId = requestIdOf(response);
    const { status, body } = window.errorOf(failure, requestId);
    if (status >= 500 && !(exception instanceof RefusedRequest))
      this.logger.error({ err: exception, requestId }, failure.message);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.set(failure.headers).status(status).type(window.mediaType).json(body);
  }
}
