import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

import { ApiKeyEntity, type ApiKeyKind } from './api-key.entity.js';
import { permissionsOf, type Permission } from './permissions.js';
import { matchesHash, randomText, randomToken, secretHash } from './secrets.js';

/** A key pair as it is shown, once, to whoever asked for it. */
export interface ApiKeyPair {
  /** 32 characters `[A-Za-z0-9]`. */
  readonly key: string;
  /** 64 characters `[A-Za-z0-9]`. */
  readonly secret: string;
}

/** Who stands behind verified credentials. */
export interface VerifiedKey {
  readonly keyId: number;
  readonly agentId: number;
  readonly permissions: ReadonlySet<Permission>;
}

const KEY_FORM = /^[A-Za-z0-9]{32}$/;
const SECRET_FORM = /^[A-Za-z0-9]{64}$/;
const TOKEN_FORM = /^in-[A-Za-z0-9_-]{43}$/;

interface KeyRow {
  readonly id: number;
  readonly agent_id: number;
  readonly secret_hash: Buffer;
  readonly admin: boolean;
  readonly listed: string[];
}

/** Issues, revokes and verifies the key pairs of agents. */
@Injectable()
export class ApiKeys {
  constructor(private readonly dataSource: DataSource) {}

  /** Gives the agent a key pair in place of the one it has. The caller has checked who may. */
  async issue(
    manager: EntityManager,
    agentId: number,
    now: Date,
    pair: ApiKeyPair = { key: randomText(32), secret: randomText(64) },
  ): Promise<ApiKeyPair> {
    await manager.delete(ApiKeyEntity, { agentId, kind: 'pair' });
    await manager.insert(ApiKeyEntity, {
      agentId,
      createdAt: now,
      kind: 'pair',
      key: pair.key,
      secretHash: secretHash(pair.secret),
    });
    return pair;
  }

  /** Gives the agent a bearer token in place of the one it has. The caller has checked who may. */
  async issueToken(manager: EntityManager, agentId: number, now: Date, token = randomToken()): Promise<string> {
    await manager.delete(ApiKeyEntity, { agentId, kind: 'bearer' });
    await manager.insert(ApiKeyEntity, { agentId, createdAt: now, kind: 'bearer', secretHash: secretHash(token) });
    return token;
  }

  /** Takes all keys of the agent away; false when it has none. */
  async revoke(manager: EntityManager, agentId: number): Promise<boolean> {
    const { affected } = await manager.delete(ApiKeyEntity, { agentId });
    return Boolean(affected);
  }

  /** The key of one kind of an agent, or null. */
  async findByAgent(manager: EntityManager, agentId: number, kind: ApiKeyKind): Promise<ApiKeyEntity | null> {
    return manager.findOneBy(ApiKeyEntity, { agentId, kind });
  }

  /** Who the pair belongs to, in one query; null unless it is right and its agent is enabled. */
  async verify(key: string, secret: string): Promise<VerifiedKey | null> {
    if (!KEY_FORM.test(key) || !SECRET_FORM.test(secret)) return null;
    return verified(await this.find('k.key = $1', key), secret);
  }

  /** Who the bearer token belongs to, in one query; null unless it is one and its agent is enabled. */
  async verifyToken(token: string): Promise<VerifiedKey | null> {
    if (!TOKEN_FORM.test(token)) return null;
    return verified(await this.find(`k.secret_hash = $1 AND k.kind = 'bearer'`, secretHash(token)), token);
  }

  private async find(condition: string, parameter: string | Buffer): Promise<KeyRow | undefined> {
    const [row]: [KeyRow | undefined] = await this.dataSource.query(
      `SELECT k.id, k.agent_id, k.secret_hash,
              coalesce(bool_or(r.built_in = 'admin'), false) AS admin,
              coalesce(array_agg(p.permission) FILTER (WHERE p.permission IS NOT NULL), '{}') AS listed
       FROM api_keys k
       JOIN agents a ON a.id = k.agent_id AND a.enabled AND a.deleted_at IS NULL
       LEFT JOIN agent_roles ar ON ar.agent_id = a.id
       LEFT JOIN roles r ON r.id = ar.role_id
       LEFT JOIN LATERAL unnest(r.permissions) AS p(permission) ON true
       WHERE ${condition}
       GROUP BY k.id`,
      [parameter],
    );
    return row;
  }
}

function verified(row: KeyRow | undefined, secret: string): VerifiedKey | null {
  if (!row || !matchesHash(secret, row.secret_hash)) return null;
  return { keyId: row.id, agentId: row.agent_id, permissions: new Set(permissionsOf(row)) };
}
