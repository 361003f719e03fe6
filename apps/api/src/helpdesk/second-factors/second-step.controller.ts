import { Body, Controller, HttpCode, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@rollcall/auth';
import { AnyAgent, CurrentActor, OpenToHeldBack, Public } from '@rollcall/auth/http';
import { SecondStep } from '@rollcall/sign-in';
import type { Request, Response } from 'express';

import { ApiCredentials } from '../../http/api-credentials.js';
import { LimitedByAddress } from '../../http/limits/limited.js';
import { AgentDto } from '../agents/agent.dto.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { SessionPresenter } from '../session/session.presenter.js';
import { ShowFactorBody } from './second-factor.dto.js';

/** Showing a second factor. */
@ApiTags('Second factors')
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1/auth')
export class SecondStepController {
  constructor(
    private readonly presenter: SessionPresenter,
    private readonly secondStep: SecondStep,
  ) {}

  @Post('second-factor')
  @HttpCode(200)
  @Public()
  @LimitedByAddress()
  @ApiRoute({
    summary: 'Complete a login by the second factor; the answer sets the session and its csrf_token as cookies',
    description:
      'For the browser whose login was answered 401 with the field `code`, within five minutes. After ten wrong codes in an hour, the codes of the agent are refused until the hour is over.',
    answer: AgentDto,
    errors: [401, 403, 429],
  })
  async finish(
    @Body() { code }: ShowFactorBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AgentDto> {
    return this.presenter.finishLogin(code, request, response);
  }

  @Post('step-up')
  @HttpCode(200)
  @AnyAgent()
  @OpenToHeldBack()
  @LimitedByAddress()
  @ApiCredentials()
  @ApiRoute({
    summary: 'Show the second factor again in a session',
    description:
      'It counts for ten minutes, for calls that are answered 403 with `SecondFactorNeededException` without it. A wrong code counts as one of a login.',
    answer: true,
    errors: [429],
  })
  async stepUp(@CurrentActor() actor: Actor, @Body() { code }: ShowFactorBody): Promise<true> {
    return this.secondStep.stepUp(actor, code).then(() => true);
  }
}
