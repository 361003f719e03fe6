import { Inject, Injectable, Logger } from '@nestjs/common';
import { AgentSessions, type LoginOrigin } from '@rollcall/agents';
import { type BegunSession, SecretBox } from '@rollcall/auth';
import { CONFIG, type Config } from '@rollcall/config';
import { type Transaction, Transactions } from '@rollcall/database';

import { admit } from './admission.js';
import { callbackPath } from './paths.js';
import { OidcAccounts } from './oidc-accounts.service.js';
import { OidcAttempts } from './oidc-attempts.service.js';
import { OidcClient, type VouchedAccount } from './oidc-client.js';
import { OidcProviderEntity } from './oidc-provider.entity.js';
import { OidcSessionEntity } from './oidc-session.entity.js';
import { OidcTeamEntity } from './oidc-team.entity.js';
import { ProviderUnavailable } from './provider-requests.js';
import { SignInRefused } from './sign-in-refused.js';

/** A sign-in that is sent to its provider. */
export interface SentSignIn {
  readonly url: string;
  /** What the browser keeps in a cookie until it comes back. */
  readonly browser: string;
}

/** What a browser comes back with. */
export interface Callback {
  /** The parameters of the address, as they were sent. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The cookie; null if there is none. */
  readonly browser: string | null;
}

/** Two sign-ins of one new person at once: one of them has made the agent and its link. */
class MetAnother extends Error {}

const MAX_TRIES = 3;

/** Signs people in by OpenID Connect: the code flow with PKCE, nonce and state. */
@Injectable()
export class OidcSignIn {
  private readonly logger = new Logger(OidcSignIn.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly client: OidcClient,
    private readonly attempts: OidcAttempts,
    private readonly accounts: OidcAccounts,
    private readonly sessions: AgentSessions,
    private readonly box: SecretBox,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Sends a browser to a provider. `next` is the page of the console that the sign-in leads to. @throws SignInRefused */
  async start(id: number, browser: string | null, next: string | null, origin: LoginOrigin): Promise<SentSignIn> {
    return this.noting(id, origin, async (provider) => {
      const attempt = await this.attempts.begin(id, browser, next);
      const url = await this.asked(() => this.client.signInUrl(provider, this.addressOf(id), attempt.secrets));
      return { url: url.href, browser: attempt.browser };
    });
  }

  /** Begins the session of whoever comes back from a provider. @throws SignInRefused */
  async finish(
    id: number,
    { parameters, browser }: Callback,
    origin: LoginOrigin,
  ): Promise<{ readonly tokens: BegunSession; readonly next: string | null }> {
    return this.noting(id, origin, async (provider) => {
      const { state } = parameters;
      const attempt = browser !== null && state !== undefined && (await this.attempts.use(id, browser, state));
      if (!attempt) throw new SignInRefused('attempt_unknown');
      const callback = new URL(`${this.addressOf(id)}?${new URLSearchParams(parameters).toString()}`);
      const account = await this.asked(() =>
        this.client.finish(provider, callback, attempt.secrets, `${this.config.http.publicUrl}/`),
      );
      return { tokens: await this.begin(provider, account, origin), next: attempt.next };
    });
  }

  private addressOf(id: number): string {
    return this.config.http.publicUrl + callbackPath(id);
  }

  private async begin(
    provider: OidcProviderEntity,
    account: VouchedAccount,
    origin: LoginOrigin,
  ): Promise<BegunSession> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.transactions.runOr(
          Object.fromEntries(
            ['agents_email_unique', 'oidc_links_pkey', 'oidc_links_agent_unique'].map((name) => [
              name,
              () => new MetAnother(),
            ]),
          ),
          (tx) => this.beginWithin(tx, provider, account, origin),
        );
      } catch (error) {
        if (!(error instanceof MetAnother) || tries >= MAX_TRIES) throw error;
      }
    }
  }

  private async beginWithin(
    tx: Transaction,
    asked: OidcProviderEntity,
    { claims, sid, logoutUrl }: VouchedAccount,
    origin: LoginOrigin,
  ): Promise<BegunSession> {
    const provider = await tx.manager.findOne(OidcProviderEntity, {
      where: { id: asked.id, enabled: true },
      lock: { mode: 'pessimistic_read' },
    });
    if (provider?.updatedAt.getTime() !== asked.updatedAt.getTime()) throw new SignInRefused('provider_off');
    const hasTeams = await tx.manager.existsBy(OidcTeamEntity, { providerId: provider.id });
    const { kind, emailDomains, allowedGroups, groupsClaim } = provider;
    const person = admit(claims, { kind, emailDomains, allowedGroups, groupsClaim, hasTeams });
    const agentId = await this.accounts.agentOf(tx, provider, person, origin);
    const begun = await this.sessions.beginWithin(tx, agentId, origin, `logged in by ${provider.name}`, 'provider');
    if (!begun) throw new SignInRefused('agent_disabled', agentId);
    await tx.manager.insert(OidcSessionEntity, {
      ...{ sessionId: begun.sessionId, agentId, providerId: provider.id, subject: person.subject, sid },
      logoutUrl: provider.logsOutThere && logoutUrl !== null ? this.box.seal(logoutUrl) : null,
    });
    return begun;
  }

  /** What is asked of a provider. Whatever fails is a refusal; why stands in the log of the process, without what was sent. */
  private async asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      const isAway = causesOf(error).some((cause) => cause instanceof ProviderUnavailable);
      throw new SignInRefused(isAway ? 'provider_unavailable' : 'provider_refused', null, { cause: error });
    }
  }

  /** Does a part of a sign-in, and leaves an entry in the log if it is refused, unless there is no such provider. */
  private async noting<T>(
    id: number,
    origin: LoginOrigin,
    part: (provider: OidcProviderEntity) => Promise<T>,
  ): Promise<T> {
    const provider = await this.transactions.reader.findOneBy(OidcProviderEntity, { id, enabled: true });
    // Nobody has tried to be anybody: an entry for each such link would let a stranger fill the log.
    if (!provider) throw new SignInRefused('provider_off');
    try {
      return await part(provider);
    } catch (error) {
      if (!(error instanceof SignInRefused)) throw error;
      const by = provider.name;
      await this.sessions.recordFailure(error.agentId, origin, ` by ${by}: ${error.message}`);
      if (error.cause !== undefined)
        this.logger.warn(`A sign-in by ${by} was refused: ${causesOf(error.cause).map(wordsOf).join(', because ')}`);
      throw error;
    }
  }
}

/** An error and what it says that it was caused by. Other causes, such as answers, are left out: they have tokens. */
function causesOf(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}

/** With the code of an answer that is an error, as `invalid_client`. */
function wordsOf(error: Error): string {
  const code =
    'error' in error && typeof error.error === 'string' && /^[\w.-]{1,60}$/.test(error.error) ? error.error : '';
  return [error.message, code].filter((part) => part !== '').join(': ');
}
