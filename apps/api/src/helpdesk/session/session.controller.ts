import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AgentSessions } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { AnyAgent, CurrentActor, Public } from '@rollcall/auth/http';
import type { Request, Response } from 'express';

import { ApiCredentials } from '../../http/api-credentials.js';
import { Id } from '../../http/input/path-parameter.js';
import { LimitedBy } from '../../http/limits/limited.js';
import { AgentDto } from '../agents/agent.dto.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { TakesForms } from '../forms.js';
import { SessionPresenter } from './session.presenter.js';
import { LoginBody, LoginLinkBody, SessionDto } from './session.dto.js';

/** Logging in and out with a browser. */
@ApiTags('Session')
@UseInterceptors(HelpdeskEnvelope)
@Controller('api/v1')
export class SessionController {
  constructor(
    private readonly presenter: SessionPresenter,
    private readonly sessions: AgentSessions,
  ) {}

  @Post('auth/login')
  @HttpCode(200)
  @Public()
  @LimitedBy('email')
  @TakesForms()
  @ApiRoute({
    summary: 'Log in; the answer sets the session and its csrf_token as cookies',
    description:
      'For an agent with a second factor, the right password is answered 401 with the field `code`, and a cookie; POST /auth/second-factor completes the login.',
    answer: AgentDto,
    errors: [401, 403, 429],
  })
  async login(
    @Body() body: LoginBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AgentDto> {
    return this.presenter.login(body, request, response);
  }

  @Post('auth/login-link')
  @HttpCode(200)
  @Public()
  @LimitedBy('token')
  @ApiRoute({
    summary: 'Log in by the link that the first start prints',
    description: 'The link works once, within an hour, on the machine of the api.',
    answer: AgentDto,
    errors: [401, 403, 429],
  })
  async loginByLink(
    @Body() { token }: LoginLinkBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AgentDto> {
    return this.presenter.loginByLink(token, request, response);
  }

  @Get('auth/sessions')
  @AnyAgent()
  @ApiCredentials()
  @ApiRoute({ summary: "The caller's sessions, the last used first", answer: [SessionDto] })
  async list(@CurrentActor() actor: Actor): Promise<SessionDto[]> {
    return (await this.sessions.list(actor)).map((session) => new SessionDto(session, actor.sessionId));
  }

  @Delete('auth/sessions')
  @AnyAgent()
  @ApiCredentials()
  @ApiRoute({ summary: "End all the caller's other sessions", answer: true })
  async endOthers(@CurrentActor() actor: Actor): Promise<true> {
    return this.sessions.endOthers(actor).then(() => true);
  }

  @Delete('auth/sessions/:id')
  @AnyAgent()
  @ApiCredentials()
  @ApiRoute({ summary: "End one of the caller's sessions", answer: true, errors: [404] })
  async end(@CurrentActor() actor: Actor, @Id('id') id: number): Promise<true> {
    return this.sessions.end(actor, id).then(() => true);
  }
}
