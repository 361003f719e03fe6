import { Injectable } from '@nestjs/common';
import { joinEnabledAgent } from '@rollcall/identity';
import { Clock, DomainError } from '@rollcall/kernel';
import { DataSource, type EntityManager, LessThan, MoreThan } from 'typeorm';

import { PasswordTokenEntity } from './password-token.entity.js';
import { randomToken, secretHash } from './secrets.js';

/** How long a set-password link is valid: 24 hours. */
const LIFETIME_MS = 24 * 60 * 60 * 1_000;

/** Makes and redeems the tokens of set-password links. */
@Injectable()
export class PasswordTokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Makes a new token and stores only its hash. Deletes expired tokens. */
  async issue(manager: EntityManager, agentId: number, now: Date): Promise<string> {
    await manager.delete(PasswordTokenEntity, { expiresAt: LessThan(now) });
    const token = randomToken();
    await manager.insert(PasswordTokenEntity, {
      agentId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + LIFETIME_MS),
      tokenHash: secretHash(token),
    });
    return token;
  }

  /** Whether the token could be redeemed now. */
  async isValid(token: string): Promise<boolean> {
    const found: unknown[] = await this.dataSource.query(
      `SELECT FROM password_tokens t ${joinEnabledAgent('t.agent_id')}
       WHERE t.token_hash = $1 AND t.expires_at > $2`,
      [secretHash(token), this.clock.now()],
    );
    return found.length > 0;
  }

  /** Makes all links of an agent invalid. */
  async revokeAll(manager: EntityManager, agentId: number): Promise<void> {
    await manager.delete(PasswordTokenEntity, { agentId });
  }

  /**
   * Uses up the token and all others of its agent, and returns the agent's id. If several callers have tokens of one agent,
   * exactly one of them succeeds: they take turns at the agent's row.
   * @throws DomainError `password_token_invalid`
   */
  async redeem(manager: EntityManager, token: string, now: Date): Promise<number> {
    const tokenHash = secretHash(token);
    const [owner]: [{ agent_id: number } | undefined] = await manager.query(
      `SELECT t.agent_id FROM password_tokens t ${joinEnabledAgent('t.agent_id')}
       WHERE t.token_hash = $1 FOR NO KEY UPDATE OF agent`,
      [tokenHash],
    );
    const { affected } = owner
      ? await manager.delete(PasswordTokenEntity, { tokenHash, expiresAt: MoreThan(now) })
      : { affected: 0 };
    if (!owner || affected !== 1) passwordTokenInvalid();
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
