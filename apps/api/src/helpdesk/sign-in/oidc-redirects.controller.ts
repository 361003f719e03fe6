import { Controller, Get, HttpCode, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ChangesThings, FromAnyPage, Public } from '@rollcall/auth/http';
import type { Request, Response } from 'express';

import { Id } from '../../http/input/path-parameter.js';
import { LimitedBy, LimitedByAddress } from '../../http/limits/limited.js';
import { ApiRoute } from '../api-route.js';
import { FinishQuery, StartQuery } from './oidc-sign-in.dto.js';
import { OidcSignInPresenter } from './oidc-sign-in.presenter.js';

/** The way of a browser to an identity provider and back. */
@ApiTags('Sign-in')
@Controller('api/v1/oidc/:id')
export class OidcRedirectsController {
  constructor(private readonly presenter: OidcSignInPresenter) {}

  @Get('login')
  @Public()
  @ChangesThings()
  @FromAnyPage()
  @LimitedByAddress()
  @HttpCode(302)
  @ApiRoute({
    summary: 'Sign in by an identity provider: for a browser',
    description: 'Whatever fails leads to the sign-in page of the console, which says why.',
    answer: { to: 'the identity provider' },
    errors: [429],
  })
  async start(
    @Id('id') id: number,
    @Query() { page }: StartQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    return this.presenter.start(id, page, request, response);
  }

  @Get('finish')
  @Public()
  @ChangesThings()
  @FromAnyPage()
  @LimitedBy('state', 'query')
  @HttpCode(302)
  @ApiRoute({
    summary: 'Come back from an identity provider; the answer sets the session and its csrf_token as cookies',
    description: 'Whatever fails leads to the sign-in page of the console, which says why.',
    answer: { to: 'the console' },
    errors: [429],
  })
  async finish(
    @Id('id') id: number,
    @Query() query: FinishQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    return this.presenter.finish(id, query, request, response);
  }
}
