import { isIP } from 'node:net';

import { Inject, Injectable } from '@nestjs/common';
import { SecretBox } from '@rollcall/auth';
import { CONFIG, type Config } from '@rollcall/config';
import { Clock } from '@rollcall/kernel';
import { isPublicAddress, literalAddress } from '@rollcall/outgoing';
import { createRemoteJWKSet, customFetch as joseFetch, type JWTVerifyGetKey } from 'jose';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
} from 'openid-client';

import { type Claims, mergedClaims } from './admission.js';
import type { OidcProviderEntity } from './oidc-provider.entity.js';
import { ProviderRequests } from './provider-requests.js';

/** What is needed to speak with a provider. */
export type ProviderAccess = Pick<OidcProviderEntity, 'issuer' | 'clientId' | 'clientSecret' | 'groupsClaim'>;

/** What one sign-in is recognised by. */
export interface AttemptSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** An account that a provider has vouched for. */
export interface VouchedAccount {
  readonly claims: Claims;
  /** The claim `sid` of the ID token. */
  readonly sid: string | null;
  readonly idToken: string;
  /** Where the browser logs out at the provider, with the ID token in it; null where the provider has no such place. */
  readonly logoutUrl: string | null;
}

/** For how long the keys of a provider are remembered for its logout tokens. */
const KEYS_MS = 5 * 60_000;
const KEY_COOLDOWN_MS = 5_000;

interface RememberedKeys {
  readonly get: Promise<JWTVerifyGetKey>;
  until: number;
}

/**
 * Speaks OpenID Connect with providers. Metadata and keys are read anew at each sign-in, so that a provider may change its keys at
 * any time; only those for logout tokens are remembered for a while, since anybody may send such a token.
 */
@Injectable()
export class OidcClient {
  private readonly keys = new Map<string, RememberedKeys>();

  constructor(
    private readonly requests: ProviderRequests,
    private readonly box: SecretBox,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Why an address may not be the issuer of a provider; null if it may. What a name stands for is looked at with every request. */
  issuerProblem(issuer: string): string | null {
    const { protocol, hostname, username, password, search, hash } = new URL(issuer);
    if (username || password || search || hash) return 'must have no user name, password, query or fragment';
    const { privateNetworks } = this.config.signIn;
    if (protocol !== 'https:' && !(privateNetworks && isThisMachine(hostname))) return 'must start with https://';
    const address = literalAddress(hostname);
    if (!privateNetworks && address !== null && !isPublicAddress(address))
      return 'must lead to an address of the public internet; OIDC_PRIVATE_NETWORKS allows others';
    return null;
  }

  /**
   * Reads the provider's metadata. Its issuer must be exactly the one that is asked for: openid-client lets those of Entra ID for
   * many tenants pass, which would let in anybody with an account there.
   * @throws Error when the provider cannot be reached, or is another
   */
  async discover({ issuer, clientId, clientSecret }: Omit<ProviderAccess, 'groupsClaim'>): Promise<Configuration> {
    const problem = this.issuerProblem(issuer);
    if (problem !== null) throw new Error(`The address of the identity provider ${problem}`);
    const secret = this.box.open(clientSecret);
    const isPlain = issuer.startsWith('http:');
    const configuration = await discovery(
      new URL(issuer),
      clientId,
      undefined,
      (as, client, body, headers) => {
        // The one that needs no escaping, which providers do in different ways, if there is a choice.
        const methods = as.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
        const authenticate = methods.includes('client_secret_post') ? ClientSecretPost : ClientSecretBasic;
        authenticate(secret)(as, client, body, headers);
      },
      {
        [customFetch]: this.requests.fetch,
        // The code flow alone leaves the signature of the ID token unchecked, and `alg: none` would pass.
        execute: [enableNonRepudiationChecks, ...(isPlain ? [allowInsecureRequests] : [])],
      },
    );
    if (withoutSlash(configuration.serverMetadata().issuer) !== withoutSlash(issuer))
      throw new Error(`The identity provider says that its issuer is ${configuration.serverMetadata().issuer}`);
    return configuration;
  }

  /** Where the browser begins to sign in. @throws Error when the provider cannot be reached */
  async signInUrl(provider: ProviderAccess, redirectUri: string, attempt: AttemptSecrets): Promise<URL> {
    const configuration = await this.discover(provider);
    const { scopes_supported: scopes = [] } = configuration.serverMetadata();
    return buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: [
        'openid',
        'email',
        'profile',
        ...(scopes.includes(provider.groupsClaim) ? [provider.groupsClaim] : []),
      ].join(' '),
      code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
      state: attempt.state,
      nonce: attempt.nonce,
    });
  }

  /**
   * Redeems the code that the browser came back with, and checks what comes for it: state, issuer, audience, nonce, times and
   * signature of the ID token, and that the UserInfo is of the same account. What the ID token says goes before the UserInfo.
   * @throws Error when a check fails or the provider cannot be reached
   */
  async finish(
    provider: ProviderAccess,
    callback: URL,
    attempt: AttemptSecrets,
    afterLogout: string,
  ): Promise<VouchedAccount> {
    const configuration = await this.discover(provider);
    const tokens = await authorizationCodeGrant(configuration, callback, {
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      pkceCodeVerifier: attempt.verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    const { id_token: idToken } = tokens;
    if (!claims || idToken === undefined) throw new Error('There is no ID token');
    const { userinfo_endpoint: userInfo, end_session_endpoint: logout } = configuration.serverMetadata();
    const more = userInfo ? await fetchUserInfo(configuration, tokens.access_token, claims.sub) : {};
    return {
      claims: mergedClaims({ ...claims }, { ...more }),
      sid: typeof claims.sid === 'string' ? claims.sid : null,
      idToken,
      logoutUrl: logout
        ? buildEndSessionUrl(configuration, { id_token_hint: idToken, post_logout_redirect_uri: afterLogout }).href
        : null,
    };
  }

  /** The keys by which the provider signs. @throws Error when the provider cannot be reached */
  async keysOf(provider: Omit<ProviderAccess, 'groupsClaim'>): Promise<JWTVerifyGetKey> {
    const now = this.clock.now().getTime();
    const known = this.keys.get(provider.issuer);
    if (known && known.until > now) return known.get;
    const asked: RememberedKeys = { get: this.findKeys(provider), until: now + KEYS_MS };
    this.keys.set(provider.issuer, asked);
    // While it does not answer, it is asked every few seconds and not for each token.
    asked.get.catch(() => {
      asked.until = now + KEY_COOLDOWN_MS;
    });
    return asked.get;
  }

  private async findKeys(provider: Omit<ProviderAccess, 'groupsClaim'>): Promise<JWTVerifyGetKey> {
    const { jwks_uri: uri } = (await this.discover(provider)).serverMetadata();
    if (uri === undefined || (provider.issuer.startsWith('https:') && !uri.startsWith('https:')))
      throw new Error('The identity provider does not say where its keys are, with https://');
    return createRemoteJWKSet(new URL(uri), {
      cooldownDuration: KEY_COOLDOWN_MS,
      cacheMaxAge: KEYS_MS,
      [joseFetch]: (url, { headers }) => this.requests.fetch(url, { headers: Object.fromEntries(headers) }),
    });
  }
}

/** Issuers are compared with regard to everything but a slash at the end, which people leave out. */
export function withoutSlash(issuer: string): string {
  return issuer.replace(/\/$/, '');
}

function isThisMachine(hostname: string): boolean {
  const address = literalAddress(hostname);
  if (address === null) return hostname === 'localhost';
  return isIP(address) === 4 ? address.startsWith('127.') : address === '::1';
}
