import { Inject, Injectable } from '@nestjs/common';
import { isSecure, setSessionCookies } from '@rollcall/auth/http';
import { CONFIG, type Config } from '@rollcall/config';
import { ATTEMPT_MS, OidcProviders, OidcSignIn, SignInRefused } from '@rollcall/sign-in';
import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';

import { loginOriginOf } from '../login-origin.js';
import { type FinishQuery, SignInWaysDto } from './oidc-sign-in.dto.js';

/** The cookie that ties a sign-in to the browser in which it began. Behind HTTPS its prefix makes browsers accept it only from this host. */
const COOKIE = 'rollcall_sign_in';

/** The pages of the console where a sign-in ends. */
const HOME = '/console';
const SIGN_IN_PAGE = '/console/sign-in';

/** Leads browsers to identity providers and back. Whatever fails leads to the sign-in page, which has a sentence for each reason. */
@Injectable()
export class OidcSignInPresenter {
  private readonly secure: boolean;

  constructor(
    private readonly signIn: OidcSignIn,
    private readonly providers: OidcProviders,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.secure = isSecure(config);
  }

  async ways(): Promise<SignInWaysDto> {
    return new SignInWaysDto(!this.config.signIn.onlyByProvider, await this.providers.listEnabled());
  }

  async start(id: number, next: string | null, request: Request, response: Response): Promise<void> {
    await orToSignInPage(response, async () => {
      const { url, browser } = await this.signIn.start(id, this.browserOf(request), next, loginOriginOf(request));
      response.cookie(this.cookie, browser, {
        ...{ httpOnly: true, maxAge: ATTEMPT_MS, path: '/', secure: this.secure },
        // The way back from the provider is a link on another site.
        sameSite: 'lax',
      });
      return url;
    });
  }

  async finish(id: number, { parameters }: FinishQuery, request: Request, response: Response): Promise<void> {
    await orToSignInPage(response, async () => {
      const callback = { parameters, browser: this.browserOf(request) };
      const { tokens, next } = await this.signIn.finish(id, callback, loginOriginOf(request));
      setSessionCookies(response, tokens, this.secure);
      return next ?? HOME;
    });
  }

  private get cookie(): string {
    return this.secure ? `__Host-${COOKIE}` : COOKIE;
  }

  private browserOf({ headers }: Request): string | null {
    return parseCookie(headers.cookie ?? '')[this.cookie] ?? null;
  }
}

async function orToSignInPage(response: Response, work: () => Promise<string>): Promise<void> {
  try {
    response.location(await work());
  } catch (error) {
    if (!(error instanceof SignInRefused)) throw error;
    response.location(`${SIGN_IN_PAGE}?failed=${error.code}`);
  }
}
