import { type ArgumentsHost, Catch } from '@nestjs/common';
import { DomainError } from '@rollcall/kernel';
import type { Request, Response } from 'express';

import { ErrorFilter } from '../http/server/error.filter.js';
import type { SetPasswordBody } from '../helpdesk/agents/agent-body.dto.js';
import { isForm } from '../http/body/body.js';
import { Windows } from '../http/window.js';
import { SetPasswordPage } from './set-password.page.js';

/**
 * Answers a refused request of a person, who opens the page or sends its form, with a page. If only the password is
 * wrong, the page shows the form again. JSON is answered with JSON.
 */
@Catch(DomainError)
export class PageErrors extends ErrorFilter {
  constructor(
    private readonly page: SetPasswordPage,
    windows: Windows,
  ) {
    super(windows);
  }

  override catch(error: DomainError, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request<object, unknown, SetPasswordBody>>();
    const response = host.switchToHttp().getResponse<Response>();
    if (request.method === 'POST' && !isForm(request)) super.catch(error, host);
    else if (error.code === 'rate_limited') this.page.wait(response, error.message);
    else if (error.fields.map(({ field }) => field).join() === 'password')
      this.page.ask(response, request.body.token, error.message);
    else this.page.refuse(response);
  }
}
