import { createHmac } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { randomToken, secretHash } from '@rollcall/auth';
import { Transactions } from '@rollcall/database';
import { LessThan } from 'typeorm';

import { OidcAttemptEntity } from './oidc-attempt.entity.js';
import type { AttemptSecrets } from './oidc-client.js';

/** How long somebody may take at the provider. */
export const ATTEMPT_MS = 10 * 60_000;

/** The form of tokens of browsers: 43 characters `[A-Za-z0-9_-]`. */
const TOKEN = /^[\w-]{43}$/;

/** A sign-in that has begun. */
export interface BegunAttempt {
  readonly secrets: AttemptSecrets;
  /** What the browser keeps in a cookie. */
  readonly browser: string;
}

/** Remembers sign-ins from the moment that a browser is sent to a provider until it comes back, once and in that browser. */
@Injectable()
export class OidcAttempts {
  constructor(private readonly transactions: Transactions) {}

  /** `browser` is what the browser keeps already, from a sign-in in another tab: both can come back. */
  async begin(providerId: number, browser: string | null, next: string | null): Promise<BegunAttempt> {
    const kept = browser !== null && TOKEN.test(browser) ? browser : randomToken();
    const state = randomToken();
    await this.transactions.run(async ({ manager, now }) => {
      await manager.delete(OidcAttemptEntity, { expiresAt: LessThan(now) });
      await manager.insert(OidcAttemptEntity, {
        stateHash: secretHash(state),
        providerId,
        browserHash: secretHash(kept),
        next,
        expiresAt: new Date(now.getTime() + ATTEMPT_MS),
      });
    });
    return { browser: kept, secrets: secretsOf(kept, state) };
  }

  /** Uses up a sign-in; null if there is none for this provider and browser, or not any more. */
  async use(
    providerId: number,
    browser: string,
    state: string,
  ): Promise<{ readonly secrets: AttemptSecrets; readonly next: string | null } | null> {
    return this.transactions.run(async ({ manager, now }) => {
      const [row]: [{ next: string | null; expires_at: Date } | undefined] = await manager.query(
        `WITH used AS (
           DELETE FROM oidc_attempts WHERE state_hash = $1 AND browser_hash = $2 AND provider_id = $3
           RETURNING next, expires_at)
         SELECT next, expires_at FROM used`,
        [secretHash(state), secretHash(browser), providerId],
      );
      return row && row.expires_at > now ? { secrets: secretsOf(browser, state), next: row.next } : null;
    });
  }
}

/** Nonce and PKCE verifier follow from the cookie and the state, of which the database has hashes: it has nothing of use. */
function secretsOf(browser: string, state: string): AttemptSecrets {
  const derived = (what: string) => createHmac('sha256', browser).update(`${what} ${state}`).digest('base64url');
  return { state, nonce: derived('nonce'), verifier: derived('verifier') };
}
