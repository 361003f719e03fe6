import { Injectable } from '@nestjs/common';
import { HELD_ROLES_COLUMNS, type HeldRoles, joinEnabledAgent, joinHeldRoles } from '@rollcall/identity';
import { Clock } from '@rollcall/kernel';
import { DataSource, type EntityManager, In } from 'typeorm';

import { ApiKeyEntity, type ApiKeyKind } from './api-key.entity.js';
import { permissionsWithin } from './held-permissions.js';
import { matchesHash, randomBearerToken, randomText, secretHash } from './secrets.js';
import type { VerifiedCredentials } from './verified-credentials.js';

/** A key pair with its secret, which is shown only once. */
export interface ApiKeyPair {
  /** 32 characters `[A-Za-z0-9]`. */
  readonly key: string;
  /** 64 characters `[A-Za-z0-9]`. */
  readonly secret: string;
}

/** The credentials of a key: a pair, or only a secret for a bearer token. */
export type ApiKeyMaterial = ApiKeyPair | { readonly key: null; readonly secret: string };

/** The properties of a new key. Restrictions that are left out do not apply. */
export type NewApiKey = Pick<ApiKeyEntity, 'agentId' | 'createdAt' | 'createdBy' | 'name'> &
  Partial<Pick<ApiKeyEntity, 'scopes' | 'expiresAt' | 'allowedIps'>>;

/** One of an agent's keys. */
export type ApiKeyChoice = { readonly id: number } | { readonly name: string };

const KEY_FORM = /^[A-Za-z0-9]{32}$/;
const SECRET_FORM = /^[A-Za-z0-9]{64}$/;
const TOKEN_FORM = /^in-[A-Za-z0-9_-]{43}$/;

interface KeyRow extends HeldRoles {
  readonly id: number;
  readonly agent_id: number;
  readonly secret_hash: Buffer;
  readonly scopes: readonly string[] | null;
  readonly expires_at: Date | null;
  readonly allowed_ips: readonly string[] | null;
}

/** The value by which a key of each kind is looked up. */
const FOUND_BY = {
  pair: { current: 'k.key', previous: 'k.previous_key' },
  bearer: { current: 'k.secret_hash', previous: 'k.previous_secret_hash' },
} as const satisfies Record<ApiKeyKind, object>;

/** Makes a random new pair. */
export function randomPair(): ApiKeyPair {
  return { key: randomText(32), secret: randomText(64) };
}

/** Makes random credentials for a new key of this kind. */
export function randomMaterial(kind: ApiKeyKind): ApiKeyMaterial {
  return kind === 'pair' ? randomPair() : { key: null, secret: randomBearerToken() };
}

/** Issues, rotates, revokes and verifies the keys of agents. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a key with these credentials. The caller has checked the permissions and has locked the agent's row.
   * A name that is taken violates `api_keys_name_unique`.
   */
  async issue(manager: EntityManager, key: NewApiKey, material: ApiKeyMaterial): Promise<ApiKeyEntity> {
    return manager.save(
      ApiKeyEntity,
      manager.create(ApiKeyEntity, {
        scopes: null,
        expiresAt: null,
        allowedIps: null,
        lastUsedAt: null,
        previousKey: null,
        previousSecretHash: null,
        previousUntil: null,
        ...key,
        kind: material.key === null ? 'bearer' : 'pair',
        key: material.key,
        secretHash: secretHash(material.secret),
      }),
    );
  }

  /**
   * Gives the key new credentials of its kind. The previous ones stay valid until `previousUntil`; if it is null, they end at
   * once. The caller has checked the permissions and has locked the agent's row.
   */
  async rotate(
    manager: EntityManager,
    key: ApiKeyEntity,
    material: ApiKeyMaterial,
    previousUntil: Date | null,
  ): Promise<ApiKeyEntity> {
    const changes = {
      previousKey: previousUntil && key.key,
      previousSecretHash: previousUntil && key.secretHash,
      previousUntil,
      key: material.key,
      secretHash: secretHash(material.secret),
    };
    await manager.update(ApiKeyEntity, { id: key.id }, changes);
    return Object.assign(key, changes);
  }

  /** Revokes a key of the agent. */
  async revoke(manager: EntityManager, agentId: number, which: ApiKeyChoice): Promise<void> {
    await manager.delete(ApiKeyEntity, { agentId, ...which });
  }

  /** The keys of an agent, the oldest first. */
  async listByAgent(manager: EntityManager, agentId: number): Promise<ApiKeyEntity[]> {
    return manager.find(ApiKeyEntity, { where: { agentId }, order: { id: 'ASC' } });
  }

  /** A key of the agent, or null. */
  async find(manager: EntityManager, agentId: number, which: ApiKeyChoice): Promise<ApiKeyEntity | null> {
    return manager.findOneBy(ApiKeyEntity, { agentId, ...which });
  }

  /** The names of these keys by id, of those that there are. */
  async namesOf(ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
    if (ids.length === 0) return new Map();
    const keys = await this.dataSource.manager.find(ApiKeyEntity, {
      select: { id: true, name: true },
      where: { id: In([...ids]) },
    });
    return new Map(keys.map(({ id, name }) => [id, name]));
  }

  /** Finds the agent of the pair in one query; null unless the pair is right and valid now and the agent is enabled. */
  async verify(key: string, secret: string): Promise<VerifiedCredentials | null> {
    if (!KEY_FORM.test(key) || !SECRET_FORM.test(secret)) return null;
    return verified(await this.lookUp('pair', key), secret);
  }

  /** Finds the agent of the bearer token in one query; null unless the token is valid now and the agent is enabled. */
  async verifyToken(token: string): Promise<VerifiedCredentials | null> {
    if (!TOKEN_FORM.test(token)) return null;
    return verified(await this.lookUp('bearer', secretHash(token)), token);
  }

  private async lookUp(kind: ApiKeyKind, shown: string | Buffer): Promise<KeyRow | undefined> {
    const { current, previous } = FOUND_BY[kind];
    const [row]: [KeyRow | undefined] = await this.dataSource.query(
      `SELECT k.id, k.agent_id, k.scopes, k.expires_at, k.allowed_ips,
              CASE WHEN ${current} = $1 THEN k.secret_hash ELSE k.previous_secret_hash END AS secret_hash,
              ${HELD_ROLES_COLUMNS}
       FROM api_keys k
       ${joinEnabledAgent('k.agent_id')}
       ${joinHeldRoles('k.agent_id')}
       WHERE k.kind = '${kind}' AND (${current} = $1 OR (${previous} = $1 AND k.previous_until > $2))
         AND (k.expires_at IS NULL OR k.expires_at > $2)
       GROUP BY k.id`,
      [shown, this.clock.now()],
    );
    return row;
  }
}

function verified(row: KeyRow | undefined, secret: string): VerifiedCredentials | null {
  if (!row || !matchesHash(secret, row.secret_hash)) return null;
  const { id, agent_id, scopes } = row;
  const permissions = permissionsWithin(row, scopes);
  const limits = { scopes, expiresAt: row.expires_at, allowedIps: row.allowed_ips };
  return { agentId: agent_id, keyId: id, sessionId: null, permissions, limits, proof: null };
}
