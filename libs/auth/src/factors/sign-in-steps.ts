import { Injectable } from '@nestjs/common';
import type { Transaction } from '@rollcall/database';
import { joinEnabledAgent } from '@rollcall/identity';
import { LessThan } from 'typeorm';

import { randomToken, secretHash } from '../secrets.js';
import { SignInStepEntity } from './sign-in-step.entity.js';

/** How long somebody may take from the password to the second factor. */
export const STEP_MS = 5 * 60_000;

/**
 * Remembers sign-ins between the password and the second factor. The token, which only a cookie of the browser has, lets nobody do
 * anything but show the second factor.
 */
@Injectable()
export class SignInSteps {
  /** The token of a new step; null if the agent has no second factor. The agent must be locked. */
  async beginFor({ manager, now }: Transaction, agentId: number): Promise<string | null> {
    await manager.delete(SignInStepEntity, { expiresAt: LessThan(now) });
    const token = randomToken();
    const begun: unknown[] = await manager.query(
      `INSERT INTO sign_in_steps (token_hash, agent_id, expires_at)
       SELECT $1, $2, $3 WHERE EXISTS (SELECT FROM second_factors WHERE agent_id = $2 AND confirmed_at IS NOT NULL)
       RETURNING agent_id`,
      [secretHash(token), agentId, new Date(now.getTime() + STEP_MS)],
    );
    return begun.length === 0 ? null : token;
  }

  /**
   * The agent whose sign-in it is, which is locked; null if there is none with this token, or not any more, or the agent is disabled or
   * deleted.
   */
  async lockAgentOf({ manager, now }: Transaction, token: string): Promise<number | null> {
    const [step]: [{ agent_id: number } | undefined] = await manager.query(
      `SELECT s.agent_id FROM sign_in_steps s ${joinEnabledAgent('s.agent_id')}
       WHERE s.token_hash = $1 AND s.expires_at > $2 FOR NO KEY UPDATE OF agent`,
      [secretHash(token), now],
    );
    return step?.agent_id ?? null;
  }

  /** Ends a sign-in that is complete. */
  async end({ manager }: Transaction, token: string): Promise<void> {
    await manager.delete(SignInStepEntity, { tokenHash: secretHash(token) });
  }
}
