import { Injectable } from '@nestjs/common';
import { joinEnabledAgent } from '@rollcall/identity';
import { Clock, DomainError } from '@rollcall/kernel';
import { DataSource, type EntityManager, LessThan, MoreThan } from 'typeorm';

import { PasswordTokenEntity, type TokenPurpose } from './password-token.entity.js';
import { randomToken, secretHash } from './secrets.js';

const HOUR_MS = 60 * 60 * 1_000;

/** How long a link is valid. */
const LIFETIME_MS: Readonly<Record<TokenPurpose, number>> = { set_password: 24 * HOUR_MS, sign_in: HOUR_MS };

/** Makes and redeems the tokens of links that set a password or sign somebody in. */
@Injectable()
export class PasswordTokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Makes a new token and stores only its hash. Deletes expired tokens. */
  async issue(
    manager: EntityManager,
    agentId: number,
    now: Date,
    purpose: TokenPurpose = 'set_password',
  ): Promise<string> {
    await manager.delete(PasswordTokenEntity, { expiresAt: LessThan(now) });
    const token = randomToken();
    await manager.insert(PasswordTokenEntity, {
      agentId,
      purpose,
      createdAt: now,
      expiresAt: new Date(now.getTime() + LIFETIME_MS[purpose]),
      tokenHash: secretHash(token),
    });
    return token;
  }

  /** Whether the token could be redeemed now to set a password. */
  async isValid(token: string): Promise<boolean> {
    const found: unknown[] = await this.dataSource.query(
      `SELECT FROM password_tokens t ${joinEnabledAgent('t.agent_id')}
       WHERE t.token_hash = $1 AND t.purpose = 'set_password' AND t.expires_at > $2`,
      [secretHash(token), this.clock.now()],
    );
    return found.length > 0;
  }

  /** Makes all links of an agent invalid. */
  async revokeAll(manager: EntityManager, agentId: number): Promise<void> {
    await manager.delete(PasswordTokenEntity, { agentId });
  }

  /** Uses up a token to set a password. @throws DomainError `password_token_invalid` */
  async redeem(manager: EntityManager, token: string, now: Date): Promise<number> {
    return (await this.use(manager, token, now, 'set_password')) ?? passwordTokenInvalid();
  }

  /**
   * Uses up the token and all others of its agent, and returns the agent's id; null when it is not valid for this purpose. If
   * several callers have tokens of one agent, exactly one of them succeeds: they take turns at the agent's row.
   */
  async use(manager: EntityManager, token: string, now: Date, purpose: TokenPurpose): Promise<number | null> {
    const tokenHash = secretHash(token);
    const [owner]: [{ agent_id: number } | undefined] = await manager.query(
      `SELECT t.agent_id FROM password_tokens t ${joinEnabledAgent('t.agent_id')}
       WHERE t.token_hash = $1 AND t.purpose = $2 FOR NO KEY UPDATE OF agent`,
      [tokenHash, purpose],
    );
    const { affected } = owner
      ? await manager.delete(PasswordTokenEntity, { tokenHash, expiresAt: MoreThan(now) })
      : { affected: 0 };
    if (!owner || affected !== 1) return null;
    await this.revokeAll(manager, owner.agent_id);
    return owner.agent_id;
  }
}

/** @throws DomainError `password_token_invalid` */
export function passwordTokenInvalid(): never {
  throw new DomainError(
    'password_token_invalid',
    'This link has been used already or is older than 24 hours; ask for a new one',
  );
}
