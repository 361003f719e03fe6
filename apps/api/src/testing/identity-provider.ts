import { createPublicKey, createSign, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import Provider from 'oidc-provider';

type Claims = Readonly<Record<string, unknown>>;

/** What becomes of the ID token on its way; null leaves it as it is. */
export type Forgery =
  ((claims: Claims) => { readonly claims: Claims; readonly alg?: string; readonly key?: KeyObject }) | null;

export const CLIENT = { id: 'rollcall', secret: 'the-secret-of-the-client' };

interface Key {
  readonly id: string;
  readonly secret: KeyObject;
}

/** What the payload of a logout token has (OpenID Connect Back-Channel Logout 1.0, section 2.4), with what is said otherwise. */
export function logoutOrder(issuer: string, sub: string, changes: Claims = {}): Claims {
  const now = Math.floor(Date.now() / 1_000);
  return {
    ...{ iss: issuer, aud: CLIENT.id, iat: now, exp: now + 60, jti: randomUUID(), sub },
    ...{ events: { 'http://schemas.openid.net/event/backchannel-logout': {} }, ...changes },
  };
}

function newKey(id: string): Key {
  return { id, secret: generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey };
}

function jwkOf({ id }: Key, key: KeyObject) {
  return { ...key.export({ format: 'jwk' }), kid: id, alg: 'RS256', use: 'sig' };
}

/** A real identity provider on its own port, which lets everybody in as the account that a test names. */
export class IdentityProvider {
  /** Who signs in. */
  account: Claims & { readonly sub: string } = { sub: 'nobody' };
  forgery: Forgery = null;
  /** What it answers with in place of what it would. */
  answer: ((request: IncomingMessage, response: ServerResponse) => boolean) | null = null;
  private readonly accounts = new Map<string, Claims>();
  private key = newKey('1');
  private readonly provider: Provider;

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
    private readonly callbacks: readonly string[],
    private readonly logoutUri: string | undefined,
    private readonly home: string | undefined,
  ) {
    this.provider = this.make();
  }

  /** It knows these addresses of the client: for sign-ins, for its logouts, and for after a logout. */
  static async start(callbacks: readonly string[] = [], logoutUri?: string, home?: string): Promise<IdentityProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const provider = new IdentityProvider(server, `http://127.0.0.1:${port}`, callbacks, logoutUri, home);
    server.on('request', (request, response) => void provider.serve(request, response));
    return provider;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Signs ID tokens with another key, and has no other at its address of keys, until the function that it returns is called. */
  rotateKey(): () => void {
    const before = this.key;
    this.key = newKey('2');
    this.forgery = (claims) => ({ claims });
    return () => {
      this.key = before;
      this.forgery = null;
    };
  }

  /** A JWT of the provider's, or of whoever has the key. */
  sign(claims: Claims, { alg = 'RS256', key = this.key.secret, typ = 'JWT' } = {}): string {
    const parts = [{ alg, typ, kid: this.key.id }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const text = parts.join('.');
    return `${text}.${alg === 'none' ? '' : createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
  }

  private make(): Provider {
    return new Provider(this.issuer, {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: this.callbacks.length > 0 ? [...this.callbacks] : ['https://client.example/finish'],
          ...(this.home === undefined ? {} : { post_logout_redirect_uris: [this.home] }),
          token_endpoint_auth_method: 'client_secret_post',
          ...(this.logoutUri === undefined
            ? {}
            : { backchannel_logout_uri: this.logoutUri, backchannel_logout_session_required: true }),
        },
      ],
      jwks: { keys: [jwkOf(this.key, this.key.secret)] },
      claims: {
        openid: ['sub'],
        email: ['email', 'email_verified'],
        profile: ['name', 'given_name', 'family_name'],
        groups: ['groups', '_claim_names'],
      },
      conformIdTokenClaims: false,
      cookies: { keys: ['of the test'] },
      // Without its own connector, which reaches no private networks.
      fetch: async (url, { method = 'GET', headers = {}, body = null } = {}) => fetch(url, { method, headers, body }),
      pkce: { required: () => false },
      features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...this.accounts.get(sub), sub }) }),
      loadExistingGrant: async ({ oidc: { client, session, provider } }) => {
        const { clientId = '' } = client ?? {};
        // A new one would take the codes of the one before with it, which other tabs have.
        const known = session?.grantIdFor(clientId);
        if (known !== undefined) return provider.Grant.find(known);
        const grant = new provider.Grant({ clientId, accountId: session?.accountId ?? '' });
        grant.addOIDCScope('openid email profile groups');
        await grant.save();
        return grant;
      },
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.answer?.(request, response)) return;
    if (request.url?.startsWith('/interaction/')) {
      const { sub, ...claims } = this.account;
      this.accounts.set(sub, claims);
      await this.provider.interactionFinished(request, response, { login: { accountId: sub } });
      return;
    }
    if (request.url === '/jwks') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ keys: [jwkOf(this.key, createPublicKey(this.key.secret))] }));
      return;
    }
    if (request.url === '/token' && this.forgery) this.forge(response, this.forgery);
    await this.provider.callback()(request, response);
  }

  private forge(response: ServerResponse, forgery: Exclude<Forgery, null>): void {
    const send = response.end.bind(response);
    response.end = ((body: string) => {
      const answer = JSON.parse(body) as Record<string, string>;
      const [, payload = ''] = (answer.id_token ?? '').split('.');
      const { claims, ...how } = forgery(JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims);
      response.removeHeader('content-length');
      return send(JSON.stringify({ ...answer, id_token: this.sign(claims, how) }));
    }) as typeof response.end;
  }
}
