import { Inject, Injectable } from '@nestjs/common';
import { AgentLogins, type CompleteLogin, SignInLinks } from '@rollcall/agents';
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
import { OidcLogout, SecondStep } from '@rollcall/sign-in';
import type { Request, Response } from 'express';

import { LoginPace } from '../../http/limits/login-pace.js';
import { AgentDto } from '../agents/agent.dto.js';
import { loginOriginOf } from '../login-origin.js';
import type { LoginBody } from './session.dto.js';
import { clearStepCookie, setStepCookie, stepTokenOf } from './step-cookie.js';

const SECOND_FACTOR =
  'The password is right, and this account has a second factor: send its code to POST /api/v1/auth/second-factor, from the same browser';

/** Logs browsers in and out with cookies, and shows an agent its sessions. */
@Injectable()
export class SessionPresenter {
  private readonly secure: boolean;

  constructor(
    private readonly logins: AgentLogins,
    private readonly secondStep: SecondStep,
    private readonly logouts: OidcLogout,
    private readonly links: SignInLinks,
    private readonly pace: LoginPace,
    private readonly origins: PageOrigins,
    @Inject(CONFIG) config: Config,
  ) {
    this.secure = isSecure(config);
  }

  /**
   * Logs an agent in by its password. If it has a second factor, it is not in yet: a cookie lets this browser show that.
   * @throws DomainError `login_refused`, `login_incomplete`
   */
  async login(body: LoginBody, request: Request, response: Response): Promise<AgentDto> {
    const login = await this.pace.during(body.email, () => this.logins.login(body, loginOriginOf(request)));
    if (!('step' in login)) return this.begin(login, response);
    setStepCookie(response, login.step, this.secure);
    throw new DomainError('login_incomplete', SECOND_FACTOR, [{ field: 'code', message: SECOND_FACTOR }]);
  }

  /** Completes the login of this browser by the second factor. */
  async finishLogin(code: string, request: Request, response: Response): Promise<AgentDto> {
    const login = await this.secondStep.finish(stepTokenOf(request, this.secure), code, loginOriginOf(request));
    clearStepCookie(response, this.secure);
    return this.begin(login, response);
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

  private begin({ agent, tokens }: CompleteLogin, response: Response): AgentDto {
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
