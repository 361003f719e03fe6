import { Controller, Get, HttpCode, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ChangesThings, FromAnyPage, Public } from '@rollcall/auth/http';
import type { Request, Response } from 'express';

import { ApiRoute } from '../api-route.js';
import { SessionPresenter } from './session.presenter.js';

/** Logout by a link, at the root and not under /api/v1. */
@ApiTags('Session')
@Controller('logout')
export class LogoutController {
  constructor(private readonly presenter: SessionPresenter) {}

  @Get()
  @Public()
  @ChangesThings()
  @FromAnyPage()
  @HttpCode(302)
  @ApiRoute({
    summary: 'End the session of the cookie, if there is one',
    description:
      'A link on a page of another origin ends no session. A browser that prefetches the link is refused and asks again when somebody follows it.',
    answer: { to: '/, or the logout of the identity provider by which the session was begun, if that is set up so' },
    errors: [403],
  })
  async logout(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    return this.presenter.logout(request, response);
  }
}
