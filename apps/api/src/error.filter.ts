import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';

import { helpdeskError } from './helpdesk/helpdesk-errors.js';
import { isLiveAgentPath, liveAgentError } from './live-agent/live-agent-errors.js';
import { failureOf } from './http/failure.js';
import { requestIdOf } from './http/request-id.js';

/** Answers every failure in the form of the window it happened in. Only what we cannot explain is logged whole. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const failure = failureOf(exception, request);
    const requestId = requestIdOf(response);
    const { status, body } = isLiveAgentPath(request.path)
      ? liveAgentError(failure, requestId)
      : helpdeskError(failure, requestId);
    if (status >= 500) this.logger.error({ err: exception, requestId }, failure.message);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.set(failure.headers).status(status).json(body);
  }
}
