import { Body, Controller, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PasswordResets } from '@rollcall/agents';
import { Public } from '@rollcall/auth/http';

import { LimitedBy } from '../../http/limits/limited.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { TakesForms } from '../forms.js';
import { ResetPasswordBody } from './agent-body.dto.js';

/** Requests for a mail with a link to set a new password. */
@ApiTags('Credentials')
@Public()
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/agents')
export class ResetPasswordController {
  constructor(private readonly resets: PasswordResets) {}

  @Post('reset-password')
  @TakesForms()
  @LimitedBy('email')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Ask for a mail with a link to reset a password',
    description: 'Neither the answer nor its time tells whether the address is known.',
    answer: true,
    errors: [403, 429],
  })
  async request(@Body() { email }: ResetPasswordBody): Promise<true> {
    return this.resets.request(email).then(() => true);
  }
}
