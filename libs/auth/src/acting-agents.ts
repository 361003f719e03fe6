import { Injectable } from '@nestjs/common';
import { HELD_ROLES_COLUMNS, type HeldRoles, joinEnabledAgent, joinHeldRoles } from '@rollcall/identity';
import type { EntityManager } from 'typeorm';

import { permissionsWithin } from './held-permissions.js';
import type { KeyLimits } from './key-limits.js';
import type { VerifiedCredentials } from './verified-credentials.js';

type ActingRow = HeldRoles & {
  readonly scopes: string[] | null;
  readonly expires_at: Date | null;
  readonly allowed_ips: string[] | null;
};

/** Finds out what an agent may do now, for work that continues after the answer to its request. */
@Injectable()
export class ActingAgents {
  /**
   * The agent with its present permissions. For a request with a key these are within the key's scopes; for a request
   * with a session they are all that the agent holds, even if the session has ended. Null if the agent is disabled or
   * deleted, or if the key is revoked or has expired.
   */
  async find(
    manager: EntityManager,
    { agentId, keyId }: Pick<VerifiedCredentials, 'agentId' | 'keyId'>,
    now: Date,
  ): Promise<VerifiedCredentials | null> {
    const [row]: [ActingRow | undefined] = await manager.query(
      `SELECT k.scopes, k.expires_at, k.allowed_ips, ${HELD_ROLES_COLUMNS}
       FROM (SELECT $1::bigint AS agent_id, $2::bigint AS key_id) AS acting
       ${joinEnabledAgent('acting.agent_id')}
       LEFT JOIN api_keys k ON k.id = acting.key_id AND k.agent_id = acting.agent_id
         AND (k.expires_at IS NULL OR k.expires_at > $3)
       ${joinHeldRoles('acting.agent_id')}
       WHERE acting.key_id IS NULL OR k.id IS NOT NULL
       GROUP BY agent.id, k.id`,
      [agentId, keyId, now],
    );
    if (!row) return null;
    const limits: KeyLimits = { scopes: row.scopes, expiresAt: row.expires_at, allowedIps: row.allowed_ips };
    return { agentId, keyId, sessionId: null, permissions: permissionsWithin(row, row.scopes), limits, proof: null };
  }
}
