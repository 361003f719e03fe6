import { Injectable } from '@nestjs/common';
import { ActivityLog, type RequestOrigin } from '@rollcall/activity';
import { AgentSessions } from '@rollcall/agents';
import { SecretBox, Sessions } from '@rollcall/auth';
import { Transactions } from '@rollcall/database';
import { Clock, DomainError } from '@rollcall/kernel';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { LessThan } from 'typeorm';

import { OidcClient, withoutSlash } from './oidc-client.js';
import { OidcLogoutTokenEntity } from './oidc-logout-token.entity.js';
import { OidcProviderEntity } from './oidc-provider.entity.js';
import { OidcSessionEntity } from './oidc-session.entity.js';

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** A logout token is taken for so long after it was made; for so long it is remembered too. */
const TOKEN_SECONDS = 300;
const SKEW_SECONDS = 30;

/** Those with a public key: with a shared one, who knows the client's secret could log anybody out. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

const MAX_TEXT = 1_000;

/** What a logout token says, once it is verified. */
interface LogoutOrder {
  readonly jti: string;
  readonly subject: string | null;
  readonly sid: string | null;
}

/** Ends sessions together with those at the provider. */
@Injectable()
export class OidcLogout {
  constructor(
    private readonly transactions: Transactions,
    private readonly client: OidcClient,
    private readonly ownSessions: AgentSessions,
    private readonly sessions: Sessions,
    private readonly box: SecretBox,
    private readonly activity: ActivityLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends the session of this token, and returns where at its provider the browser logs out as well; null to stay here (OpenID
   * Connect RP-Initiated Logout 1.0).
   */
  async logout(token: string, origin: RequestOrigin): Promise<string | null> {
    const session = await this.sessions.verify(token);
    if (!session) return null;
    const { sessionId } = session;
    const there = await this.transactions.reader.findOneBy(OidcSessionEntity, { sessionId });
    await this.ownSessions.logout(token, origin);
    return there?.logoutUrl ? this.box.open(there.logoutUrl) : null;
  }

  /**
   * Ends the sessions that a provider's logout token names, by `sid` or, without one, all of `sub` (OpenID Connect Back-Channel Logout
   * 1.0). A token is taken once.
   * @throws DomainError `logout_token_refused`, `oidc_provider_not_found`
   */
  async logoutByProvider(id: number, token: string, origin: RequestOrigin): Promise<void> {
    const provider = await this.transactions.reader.findOneBy(OidcProviderEntity, { id, enabled: true });
    if (!provider) throw new DomainError('oidc_provider_not_found', `There is no identity provider ${id}`);
    const { jti, subject, sid } = await this.verified(provider, token);
    await this.transactions.run(async (tx) => {
      const { manager, now } = tx;
      await manager.delete(OidcLogoutTokenEntity, { expiresAt: LessThan(now) });
      const expiresAt = new Date(now.getTime() + (TOKEN_SECONDS + 2 * SKEW_SECONDS) * 1_000);
      const taken: unknown[] = await manager.query(
        `INSERT INTO oidc_logout_tokens (provider_id, jti, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING RETURNING jti`,
        [id, jti, expiresAt],
      );
      if (taken.length === 0) refused('it has been used');
      const ended = await manager.findBy(OidcSessionEntity, {
        providerId: id,
        ...(sid === null ? {} : { sid }),
        ...(subject === null ? {} : { subject }),
      });
      await this.sessions.endThese(
        manager,
        ended.map(({ sessionId }) => sessionId),
      );
      for (const agentId of new Set(ended.map((session) => session.agentId)))
        await this.activity.record(
          tx,
          { ...origin, agentId },
          {
            ...{ type: 'agent_logout', description: `was logged out by ${provider.name}` },
            target: { type: 'agent', id: agentId },
          },
        );
    });
  }

  /** Back-Channel Logout 1.0, section 2.6. */
  private async verified(provider: OidcProviderEntity, token: string): Promise<LogoutOrder> {
    const payload = await this.payloadOf(provider, token);
    const { events, jti, sub: subject = null, sid = null } = payload;
    if (typeof events !== 'object' || events === null || !(LOGOUT_EVENT in events)) refused('it orders no logout');
    if (payload.nonce !== undefined) refused('it has a nonce, as an ID token has');
    if (typeof jti !== 'string' || jti === '' || jti.length > MAX_TEXT) refused('it has no usable jti');
    if (sid !== null && typeof sid !== 'string') refused('its sid is no text');
    if (subject === null && sid === null) refused('it has neither sub nor sid');
    return { jti, subject, sid };
  }

  private async payloadOf(provider: OidcProviderEntity, token: string): Promise<JWTPayload> {
    try {
      const keys = await this.client.keysOf(provider);
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer: [withoutSlash(provider.issuer), `${withoutSlash(provider.issuer)}/`],
        audience: provider.clientId,
        algorithms: ALGORITHMS,
        requiredClaims: ['iat', 'jti'],
        maxTokenAge: TOKEN_SECONDS,
        clockTolerance: SKEW_SECONDS,
        currentDate: this.clock.now(),
      });
      if (!['logout+jwt', 'jwt', undefined].includes(protectedHeader.typ?.toLowerCase()))
        refused('it is of another type');
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) refused(error.message);
      throw error instanceof DomainError
        ? error
        : new DomainError(
            'not_ready',
            'The identity provider does not answer, so its token cannot be checked; try again',
          );
    }
  }
}

/** The provider reads it, and whoever searches for why its logouts do nothing. */
function refused(why: string): never {
  throw new DomainError('logout_token_refused', `The logout_token is refused: ${why}`);
}
