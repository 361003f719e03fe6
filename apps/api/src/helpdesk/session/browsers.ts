import { Inject, Injectable } from '@nestjs/common';
import { AgentSessions } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { clearSessionCookies, isSecure, originOf, setSessionCookies } from '@rollcall/auth/http';
import { CONFIG, type Config } from '@rollcall/config';
import type { Request, Response } from 'express';

import { LoginPace } from '../../limits/login-pace.js';
import { AgentDto } from '../agents/agent.dto.js';
import type { LoginBody } from './session.dto.js';

/** Sessions as browsers keep them. */
@Injectable()
export class Browsers {
  private readonly secure: boolean;

  constructor(
    private readonly sessions: AgentSessions,
    private readonly pace: LoginPace,
    @Inject(CONFIG) config: Config,
  ) {
    this.secure = isSecure(config);
  }

  async login(body: LoginBody, request: Request, response: Response): Promise<AgentDto> {
    const origin = { ...originOf(request), userAgent: request.get('user-agent') ?? null };
    const { agent, tokens } = await this.pace.during(body.email, () => this.sessions.login(body, origin));
    setSessionCookies(response, tokens, this.secure);
    return new AgentDto(agent);
  }

  async logout(actor: Actor, response: Response): Promise<true> {
    await this.sessions.logout(actor);
    clearSessionCookies(response, this.secure);
    return true;
  }
}
