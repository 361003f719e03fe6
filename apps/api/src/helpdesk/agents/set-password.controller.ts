import { Body, Controller, HttpCode, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AgentPasswords } from '@rollcall/agents';
import { FromAnyPage, originOf, Public } from '@rollcall/auth/http';
import type { Request } from 'express';

import { LimitedBy } from '../../http/limits/limited.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { TakesForms } from '../forms.js';
import { SetPasswordBody } from './agent-body.dto.js';

/** Sets a password with the token of a mailed link. */
@ApiTags('Credentials')
@Public()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/agents')
export class SetPasswordController {
  constructor(private readonly passwords: AgentPasswords) {}

  @Post('set-password')
  @FromAnyPage()
  @LimitedBy('token')
  @TakesForms()
  @HttpCode(200)
  @ApiRoute({
    summary: 'Set a password with the token of a mailed link',
    description: 'The token is valid once and for 24 hours.',
    answer: true,
    errors: [429],
  })
  async set(@Body() { token, password }: SetPasswordBody, @Req() request: Request): Promise<true> {
    return this.passwords.set(token, password, originOf(request)).then(() => true);
  }
}
