import { Body, Controller, Get, HttpCode, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromAnyPage, originOf, Public } from '@rollcall/auth/http';
import { OidcLogout } from '@rollcall/sign-in';
import type { Request } from 'express';

import { Id } from '../../http/input/path-parameter.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { TakesForms } from '../forms.js';
import { BackchannelLogoutBody, SignInWaysDto } from './oidc-sign-in.dto.js';
import { OidcSignInPresenter } from './oidc-sign-in.presenter.js';

/** What sign-in pages and identity providers ask. */
@ApiTags('Sign-in')
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1')
export class OidcSignInController {
  constructor(
    private readonly presenter: OidcSignInPresenter,
    private readonly logouts: OidcLogout,
  ) {}

  @Get('auth/sign-in-ways')
  @Public()
  @ApiRoute({ summary: 'How people sign in, for a sign-in page', answer: SignInWaysDto })
  async ways(): Promise<SignInWaysDto> {
    return this.presenter.ways();
  }

  @Post('oidc/:id/backchannel-logout')
  @HttpCode(200)
  @Public()
  @FromAnyPage()
  @TakesForms()
  @ApiRoute({
    summary: 'End the sessions that an identity provider ends (OpenID Connect Back-Channel Logout 1.0)',
    description: 'The provider signs the token; it is taken once.',
    answer: true,
    errors: [404],
  })
  async logout(
    @Id('id') id: number,
    @Body() { logout_token }: BackchannelLogoutBody,
    @Req() request: Request,
  ): Promise<true> {
    return this.logouts.logoutByProvider(id, logout_token, originOf(request)).then(() => true);
  }
}
