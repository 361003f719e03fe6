import { Body, Controller, Get, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiBody, ApiExcludeEndpoint, ApiProduces, ApiTags } from '@nestjs/swagger';
import { AgentPasswords } from '@rollcall/agents';
import { FromAnyPage, originOf, Public } from '@rollcall/auth/http';
import type { Request, Response } from 'express';

import { SetPasswordBody } from '../helpdesk/agents/agent-body.dto.js';
import { ApiRoute } from '../helpdesk/api-route.js';
import { TakesForms } from '../helpdesk/forms.js';
import { isForm } from '../http/body/body.js';
import { LimitedBy } from '../http/limits/limited.js';
import { PageErrors } from './page-errors.filter.js';
import { SET_PASSWORD_PATH, SetPasswordPage } from './set-password.page.js';

/** Sets a password with the token of a mailed link: shows the page, and accepts its form or JSON. */
@ApiTags('Credentials')
@Public()
@Controller()
export class SetPasswordController {
  constructor(
    private readonly passwords: AgentPasswords,
    private readonly page: SetPasswordPage,
  ) {}

  @Get('set-password')
  @UseFilters(PageErrors)
  @LimitedBy('token', 'query')
  @ApiExcludeEndpoint()
  async show(@Query('token') token: unknown, @Res() response: Response): Promise<void> {
    if (typeof token === 'string' && (await this.passwords.isTokenValid(token))) this.page.ask(response, token);
    else this.page.refuse(response);
  }

  @Post(SET_PASSWORD_PATH)
  @FromAnyPage()
  @UseFilters(PageErrors)
  @LimitedBy('token')
  @TakesForms()
  @ApiProduces('application/json', 'text/html')
  @ApiBody({ type: SetPasswordBody })
  @ApiRoute({
    summary: 'Set a password with the token of a mailed link',
    description: 'The token is valid once and for 24 hours. JSON is answered with JSON, a form with a page.',
    answer: true,
    errors: [429],
  })
  async set(
    @Body() { token, password }: SetPasswordBody,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.passwords.set(token, password, originOf(request));
    if (isForm(request)) this.page.done(response);
    else response.status(200).json({ status: 'success', data: true });
  }
}
