import { parseSetCookie, stringifyCookie } from 'cookie';

import type { TestApi, TestSession } from './test-api.js';

type Cookies = Record<string, string>;

/** Goes from the api to a provider and back as a browser does, with the cookies of each. */
export class OidcBrowser {
  readonly cookies: Cookies = {};
  private readonly cookiesThere: Cookies = {};

  constructor(private readonly api: TestApi) {}

  /** Begins to sign in, and returns where that leads. */
  async begin(providerId: number, query = ''): Promise<string> {
    return this.visit(`/api/v1/oidc/${providerId}/login${query}`);
  }

  /** Signs in at the provider and returns the address to which that leads back. */
  async signInThere(address: string): Promise<string> {
    let url = new URL(address);
    const { origin } = url;
    while (url.origin === origin) {
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { Cookie: stringifyCookie(this.cookiesThere) },
      });
      keep(this.cookiesThere, response);
      const location = response.headers.get('location');
      if (location === null) throw new Error(`${url.href} is answered ${response.status}: ${await response.text()}`);
      url = new URL(location, url);
    }
    return url.href;
  }

  /** Comes back to an address of `PUBLIC_URL`, wherever the api listens; returns where that leads. */
  async comeBack(address: string): Promise<string> {
    const { pathname, search } = new URL(address);
    return this.visit(pathname + search);
  }

  /** The whole way. */
  async signIn(providerId: number, query = ''): Promise<string> {
    return this.comeBack(await this.signInThere(await this.begin(providerId, query)));
  }

  /** The page at the provider that asks whether to log out, answered with yes; returns where that leads. */
  async logOutThere(address: string): Promise<string> {
    const page = await fetch(address, { headers: { Cookie: stringifyCookie(this.cookiesThere) } });
    keep(this.cookiesThere, page);
    const [, xsrf = ''] = /name="xsrf" value="(\w+)"/.exec(await page.text()) ?? [];
    const answer = await fetch(new URL('/session/end/confirm', address), {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: stringifyCookie(this.cookiesThere) },
      body: new URLSearchParams({ xsrf, logout: 'yes' }),
    });
    return answer.headers.get('location') ?? '';
  }

  /** The session, as {@link TestApi.login} has it. @throws Error when there is none */
  get session(): TestSession {
    const { rollcall_session: secret, csrf_token: csrf } = this.cookies;
    if (!secret || !csrf) throw new Error('The browser has no session');
    const client = this.api.anonymous.with({ Cookie: stringifyCookie({ ...this.cookies }), 'X-CSRFTOKEN': csrf });
    return { client, secret, csrf };
  }

  async visit(path: string): Promise<string> {
    const answer = await this.api.root.with({ Cookie: stringifyCookie({ ...this.cookies }) }).get(path);
    keep(this.cookies, answer);
    return answer.headers.get('location') ?? `${answer.status} ${answer.text}`;
  }
}

function keep(cookies: Cookies, { headers }: Pick<Response, 'headers'>): void {
  for (const { name, value = '' } of headers.getSetCookie().map((text) => parseSetCookie(text))) cookies[name] = value;
}
