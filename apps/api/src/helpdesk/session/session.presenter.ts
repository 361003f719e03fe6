import { Inject, Injectable } from '@nestjs/common';
import { type AgentProfile, AgentSessions, SignInLinks } from '@rollcall/agents';
import type { SessionTokens } from '@rollcall/auth';
import {
  clearSessionCookies,
  isSecure,
  originOf,
  PageOrigins,
  sessionTokenOf,
  setSessionCookies,
} from '@rollcall/auth/http';
import { CONFIG, type Config } from '@rollcall/config';
import { DomainError } from '@rollcall/kernel';
import { OidcLogout } from '@rollcall/sign-in';
import type { Request, Response } from 'express';

import { LoginPace } from '../../http/limits/login-pace.js';
import { AgentDto } from '../agents/agent.dto.js';
import { loginOriginOf } from '../login-origin.js';
import type { LoginBody } from './session.dto.js';

/** Logs browsers in and out with cookies, and shows an agent its sessions. */
@Injectable()
export class SessionPresenter {
  private readonly secure: boolean;

  constructor(
    private readonly sessions: AgentSessions,
    private readonly logouts: OidcLogout,
    private readonly links: SignInLinks,
    private readonly pace: LoginPace,
    private readonly origins: PageOrigins,
    @Inject(CONFIG) config: Config,
  ) {
    this.secure = isSecure(config);
  }

  async login(body: LoginBody, request: Request, response: Response): Promise<AgentDto> {
    const login = () => this.sessions.login(body, loginOriginOf(request));
    return this.begin(await this.pace.during(body.email, login), response);
  }

  async loginByLink(token: string, request: Request, response: Response): Promise<AgentDto> {
    return this.begin(await this.links.login(token, loginOriginOf(request)), response);
  }

  /**
   * Ends the session, removes its cookies and redirects to the front page, or to the identity provider by which it was begun, if
   * that is set up so. A link calls this, so a link on a page of
   * another origin ends no session, and neither does a browser that prefetches the link.
   * @throws DomainError `csrf_refused` for a prefetch; the browser sends a new request when the person follows the link
   */
  async logout(request: Request, response: Response): Promise<void> {
    if (isAhead(request))
      throw new DomainError(
        'csrf_refused',
        'A browser that prefetches this link ends no session; follow the link to log out',
      );
    response.location('/');
    if (this.origins.isForeign(request)) return;
    const token = sessionTokenOf(request, this.secure);
    const there = token === null ? null : await this.logouts.logout(token, originOf(request));
    if (there !== null) response.location(there);
    clearSessionCookies(response, this.secure);
  }

  private begin({ agent, tokens }: { agent: AgentProfile; tokens: SessionTokens }, response: Response): AgentDto {
    setSessionCookies(response, tokens, this.secure);
    return new AgentDto(agent);
  }
}

/**
 * Whether the browser prefetches or prerenders: https://wicg.github.io/nav-speculation/prefetch.html#sec-purpose-header
 */
function isAhead(request: Request): boolean {
  return ['sec-purpose', 'purpose', 'x-moz'].some((name) => /^pre(fetch|render|view)\b/i.test(request.get(name) ?? ''));
}
