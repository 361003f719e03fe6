import { Injectable } from '@nestjs/common';
import { deleteInBatches, type Transaction } from '@rollcall/database';
import {
  FACTOR_NEEDED_FROM,
  HELD_ROLES_COLUMNS,
  type HeldRoles,
  joinEnabledAgent,
  joinHeldRoles,
} from '@rollcall/identity';
import { Clock, cutText } from '@rollcall/kernel';
import { DataSource, type EntityManager, In } from 'typeorm';

import { permissionsOf } from './held-permissions.js';
import { UNLIMITED } from './key-limits.js';
import { randomToken, secretHash } from './secrets.js';
import { proofOf } from './session-proof.js';
import { SessionEntity } from './session.entity.js';
import type { VerifiedCredentials } from './verified-credentials.js';

/** A session ends when it has not been used for this long, and in any case this long after it began. */
const SLIDING_MS = 12 * 60 * 60 * 1_000;
export const ABSOLUTE_MS = 7 * 24 * 60 * 60 * 1_000;

const MAX_USER_AGENT = 500;

/** The tokens that a browser gets once, when its session begins. Both are 43 characters `[A-Za-z0-9_-]`. */
export interface SessionTokens {
  readonly token: string;
  /** Our pages send it back with every change, since the browser sends the cookie for pages of other sites too. */
  readonly csrfToken: string;
}

/** A session that has just begun. */
export interface BegunSession extends SessionTokens {
  readonly sessionId: number;
}

/** Where a session was started from. */
export interface SessionOrigin {
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** What the person has proved when a session begins: with an identity provider, second factors are the provider's. */
export type ProvedBy = 'one_factor' | 'second_factor' | 'provider';

/** A session that a request came with. */
export interface VerifiedSession extends VerifiedCredentials {
  readonly sessionId: number;
  readonly csrfHash: Buffer;
}

interface SessionRow extends HeldRoles {
  readonly id: number;
  readonly agent_id: number;
  readonly csrf_hash: Buffer;
  readonly created_at: Date;
  readonly factor_at: Date | null;
  readonly by_provider: boolean;
  readonly has_factor: boolean;
  readonly factor_needed_from: Date | null;
}

/**
 * Begins, verifies and ends the sessions of agents. Only the database stores them, so an ended session ends at once.
 */
@Injectable()
export class Sessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Begins a session after it was verified who the agent is, and deletes the agent's sessions that have ended. */
  async begin(
    { manager, now }: Transaction,
    agentId: number,
    { ip, userAgent }: SessionOrigin,
    provedBy: ProvedBy,
  ): Promise<BegunSession> {
    await manager.query('DELETE FROM sessions WHERE agent_id = $1 AND (last_seen_at <= $2 OR created_at <= $3)', [
      agentId,
      ...oldest(now),
    ]);
    const tokens = { token: randomToken(), csrfToken: randomToken() };
    const session = manager.create(SessionEntity, {
      agentId,
      tokenHash: secretHash(tokens.token),
      csrfHash: secretHash(tokens.csrfToken),
      createdAt: now,
      lastSeenAt: now,
      factorAt: provedBy === 'second_factor' ? now : null,
      byProvider: provedBy === 'provider',
      ip,
      userAgent: typeof userAgent === 'string' ? cutText(userAgent, MAX_USER_AGENT) : null,
    });
    // It writes the id into the entity.
    await manager.insert(SessionEntity, session);
    return { ...tokens, sessionId: session.id };
  }

  /** Finds the agent of the session in one query; null unless the session is valid and the agent is enabled. */
  async verify(token: string): Promise<VerifiedSession | null> {
    const now = this.clock.now();
    const [row]: [SessionRow | undefined] = await this.dataSource.query(
      `SELECT s.id, s.agent_id, s.csrf_hash, s.created_at, s.factor_at, s.by_provider,
         EXISTS (SELECT FROM second_factors f WHERE f.agent_id = s.agent_id AND f.confirmed_at IS NOT NULL) AS has_factor,
         ${FACTOR_NEEDED_FROM} AS factor_needed_from, ${HELD_ROLES_COLUMNS}
       FROM sessions s
       ${joinEnabledAgent('s.agent_id')}
       ${joinHeldRoles('s.agent_id')}
       WHERE s.token_hash = $1 AND s.last_seen_at > $2 AND s.created_at > $3
       GROUP BY s.id`,
      [secretHash(token), ...oldest(now)],
    );
    if (!row) return null;
    return {
      agentId: row.agent_id,
      keyId: null,
      sessionId: row.id,
      permissions: new Set(permissionsOf(row)),
      limits: UNLIMITED,
      proof: proofOf(
        {
          begunAt: row.created_at,
          factorAt: row.factor_at,
          byProvider: row.by_provider,
          hasFactor: row.has_factor,
          factorNeededFrom: row.factor_needed_from,
        },
        now,
      ),
      csrfHash: row.csrf_hash,
    };
  }

  /** The valid sessions of an agent, the last used first. */
  async list(agentId: number): Promise<SessionEntity[]> {
    const [seen, begun] = oldest(this.clock.now());
    return this.dataSource.manager
      .createQueryBuilder(SessionEntity, 'session')
      .where('session.agentId = :agentId', { agentId })
      .andWhere('session.lastSeenAt > :seen AND session.createdAt > :begun', { seen, begun })
      .orderBy({ 'session.lastSeenAt': 'DESC', 'session.id': 'DESC' })
      .getMany();
  }

  /** Ends one session of the agent and returns whether there was one. */
  async end(manager: EntityManager, agentId: number, id: number): Promise<boolean> {
    return (await manager.delete(SessionEntity, { agentId, id })).affected === 1;
  }

  /** Ends these sessions, whosever they are, of those that there are. */
  async endThese(manager: EntityManager, ids: readonly number[]): Promise<void> {
    if (ids.length > 0) await manager.delete(SessionEntity, { id: In([...ids]) });
  }

  /** Notes that the second factor was shown in a session of the agent. */
  async showFactor({ manager, now }: Transaction, agentId: number, id: number): Promise<void> {
    await manager.update(SessionEntity, { agentId, id }, { factorAt: now });
  }

  /** Ends all sessions of the agent, except one if it is given, and the sign-ins that are under way. Returns how many sessions it ended. */
  async endAll(manager: EntityManager, agentId: number, but: number | null = null): Promise<number> {
    const [row]: [{ count: number } | undefined] = await manager.query(
      `WITH steps AS (DELETE FROM sign_in_steps WHERE agent_id = $1),
         ended AS (DELETE FROM sessions WHERE agent_id = $1 AND id IS DISTINCT FROM $2 RETURNING id)
       SELECT count(*)::int AS count FROM ended`,
      [agentId, but],
    );
    return row?.count ?? 0;
  }

  /** Deletes the sessions that began too long ago to be valid, also those of agents who never sign in again. */
  async sweep(): Promise<void> {
    const [, begun] = oldest(this.clock.now());
    await deleteInBatches(
      this.dataSource.manager,
      'DELETE FROM sessions WHERE id IN (SELECT id FROM sessions ORDER BY id LIMIT $1) AND created_at <= $2',
      begun,
    );
  }
}

/** A valid session was last used, and has begun, after these times. */
export function oldest(now: Date): [seen: Date, begun: Date] {
  return [new Date(now.getTime() - SLIDING_MS), new Date(now.getTime() - ABSOLUTE_MS)];
}
