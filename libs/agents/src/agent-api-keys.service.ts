import { Injectable } from '@nestjs/common';
import { type ActivityChanges, type ActivityEntry, ActivityLog, changesBetween, WHOM } from '@rollcall/activity';
import {
  type Actor,
  type ApiKeyEntity,
  type ApiKeyKind,
  type ApiKeyPair,
  ApiKeys,
  assertAddressRanges,
  assertKeepsLimits,
  assertMayGrant,
  assertSteppedUp,
  DEFAULT_KEY_NAME,
  isPermission,
  type KeyLimits,
  knownPermissions,
  type Permission,
  randomMaterial,
  randomPair,
  UNLIMITED,
} from '@rollcall/auth';
import { type Conflicts, type Transaction, Transactions } from '@rollcall/database';
import { DomainError } from '@rollcall/kernel';
import type { EntityManager } from 'typeorm';

import { agentNotFound } from './agent.errors.js';
import { keyCreatedEntry, keyFields } from './api-key-activity.js';
import { AgentsRepository } from './agents.repository.js';

/** What a new key is made of. */
export interface ApiKeyInput extends KeyLimits {
  readonly name: string;
  readonly kind: ApiKeyKind;
}

/** A key together with its secret. No later answer shows the secret. */
export interface IssuedApiKey {
  readonly apiKey: ApiKeyEntity;
  /** The secret half of a pair, or the whole bearer token. */
  readonly secret: string;
}

/**
 * The keys of one agent. Each change and its activity entry are one transaction. An actor never gets the secret of a
 * key that may do more than the actor, since the holder of a key acts as its agent within the key's scopes.
 */
@Injectable()
export class AgentApiKeys {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly apiKeys: ApiKeys,
    private readonly activity: ActivityLog,
  ) {}

  /** An agent's keys, the oldest first. @throws DomainError `agent_not_found` */
  async list(id: number): Promise<ApiKeyEntity[]> {
    const { reader } = this.transactions;
    if (!(await this.agents.findById(reader, id))) agentNotFound(id);
    return this.apiKeys.listByAgent(reader, id);
  }

  /** @throws DomainError `agent_not_found`, `api_key_not_found` */
  async get(id: number, keyId: number): Promise<ApiKeyEntity> {
    const { reader } = this.transactions;
    if (!(await this.agents.findById(reader, id))) agentNotFound(id);
    return this.find(reader, id, keyId);
  }

  /**
   * Adds a key to those that the agent has.
   * @throws DomainError `invalid_input`, `agent_not_found`, `api_key_unusable`, `escalation_refused`, `api_key_name_taken`
   */
  async create(actor: Actor, id: number, input: ApiKeyInput): Promise<IssuedApiKey> {
    const scopes = input.scopes && knownPermissions('scopes', input.scopes);
    if (input.allowedIps) assertAddressRanges('allowed_ips', input.allowedIps);
    const { name, kind, expiresAt } = input;
    return this.transactions.runOr(nameTaken(id, name), async (tx) => {
      const held = await this.lockPermissions(tx, id);
      if (scopes) assertHeldByOwner(id, held, scopes);
      if (expiresAt && expiresAt <= tx.now) throw unusable('expires_at', 'expires_at must be in the future');
      assertMayBeShown(actor, id, held, input);
      const material = randomMaterial(kind);
      const apiKey = await this.apiKeys.issue(
        tx.manager,
        {
          agentId: id,
          createdAt: tx.now,
          createdBy: actor.agentId,
          name,
          scopes,
          expiresAt,
          allowedIps: input.allowedIps && [...input.allowedIps],
        },
        material,
      );
      await this.activity.record(tx, actor, keyCreatedEntry(apiKey));
      return { apiKey, secret: material.secret };
    });
  }

  /**
   * Gives a key a new secret; a pair gets two new halves. The previous secret stays valid for `overlapSeconds`. While the
   * previous secret of an earlier rotation is still valid, only a rotation with an overlap of 0 is accepted: it ends that
   * secret at once. A rotation with an overlap is refused, since a program may still use that secret.
   * @throws DomainError `agent_not_found`, `agent_protected`, `api_key_not_found`, `api_key_rotating`, `escalation_refused`
   */
  async rotate(actor: Actor, id: number, keyId: number, overlapSeconds: number): Promise<IssuedApiKey> {
    return this.transactions.run(async (tx) => {
      const held = await this.lockPermissions(tx, id, actor);
      const found = await this.find(tx.manager, id, keyId);
      assertMayBeShown(actor, id, held, found);
      if (overlapSeconds > 0) assertNotRotating(found, tx.now);
      const material = randomMaterial(found.kind);
      const previousUntil = overlapSeconds > 0 ? new Date(tx.now.getTime() + overlapSeconds * 1_000) : null;
      const changes = changesBetween(
        { previousValidUntil: found.previousUntil },
        { previousValidUntil: previousUntil },
      );
      const apiKey = await this.apiKeys.rotate(tx.manager, found, material, previousUntil);
      await this.record(tx, actor, id, 'api_key_rotated', `rotated API key "${apiKey.name}" of ${WHOM}`, changes);
      return { apiKey, secret: material.secret };
    });
  }

  /** Revokes the key named `default`, if there is one. @throws DomainError `agent_not_found`, `agent_protected` */
  async revokeDefault(actor: Actor, id: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.lock(tx, id, actor);
      const found = await this.apiKeys.find(tx.manager, id, { name: DEFAULT_KEY_NAME });
      if (found) await this.end(tx, actor, found);
    });
  }

  /** Revokes a key and its previous secret. @throws DomainError `agent_not_found`, `agent_protected`, `api_key_not_found` */
  async revoke(actor: Actor, id: number, keyId: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.lock(tx, id, actor);
      await this.end(tx, actor, await this.find(tx.manager, id, keyId));
    });
  }

  /**
   * Replaces the key named `default` by a new pair without restrictions, or adds it if there is none.
   * @throws DomainError `agent_not_found`, `agent_protected`, `escalation_refused`
   */
  async replaceDefault(actor: Actor, id: number): Promise<ApiKeyPair> {
    return this.transactions.run(async (tx) => {
      assertMayBeShown(actor, id, await this.lockPermissions(tx, id, actor), UNLIMITED);
      const pair = randomPair();
      const made = { agentId: id, createdAt: tx.now, createdBy: actor.agentId };
      const replaced = await this.apiKeys.find(tx.manager, id, { name: DEFAULT_KEY_NAME });
      await this.apiKeys.revoke(tx.manager, id, { name: DEFAULT_KEY_NAME });
      const apiKey = await this.apiKeys.issue(tx.manager, { ...made, name: DEFAULT_KEY_NAME }, pair);
      await this.activity.record(tx, actor, keyCreatedEntry(apiKey, replaced));
      return pair;
    });
  }

  /**
   * Locks the agent, so that changes of its keys take turns until the transaction ends. `ending` is the actor that ends one of
   * its keys: only the System agent may end its own keys, so that there is always a way in.
   */
  private async lock(tx: Transaction, id: number, ending?: Actor): Promise<void> {
    const { isSystem } = (await this.agents.lockById(tx.manager, id)) ?? agentNotFound(id);
    if (ending && isSystem && ending.agentId !== id)
      throw new DomainError('agent_protected', 'Only the System agent itself can revoke, replace or rotate its keys');
  }

  /** Like {@link lock}; returns what the agent holds. */
  private async lockPermissions(tx: Transaction, id: number, ending?: Actor): Promise<readonly Permission[]> {
    await this.lock(tx, id, ending);
    return ((await this.agents.findProfile(tx.manager, id)) ?? agentNotFound(id)).permissions;
  }

  private async find(manager: EntityManager, id: number, keyId: number): Promise<ApiKeyEntity> {
    const apiKey = await this.apiKeys.find(manager, id, { id: keyId });
    if (apiKey) return apiKey;
    throw new DomainError('api_key_not_found', `Agent ${id} has no API key ${keyId}`);
  }

  private async end(tx: Transaction, actor: Actor, key: ApiKeyEntity): Promise<void> {
    const { agentId, name } = key;
    await this.apiKeys.revoke(tx.manager, agentId, { name });
    const changes = changesBetween(keyFields(key), null);
    await this.record(tx, actor, agentId, 'api_key_revoked', `revoked API key "${name}" of ${WHOM}`, changes);
  }

  private async record(
    tx: Transaction,
    actor: Actor,
    id: number,
    type: ActivityEntry['type'],
    description: string,
    changes: ActivityChanges,
  ): Promise<void> {
    await this.activity.record(tx, actor, { type, description, target: { type: 'agent', id }, changes });
  }
}

function nameTaken(id: number, name: string): Conflicts {
  const message = `Agent ${id} has a key named "${name}" already; choose another name`;
  return { api_keys_name_unique: () => new DomainError('api_key_name_taken', message) };
}

/** Whoever sees a key's secret can act as its agent within the key's limits. @throws DomainError `escalation_refused`, `second_factor_needed` */
function assertMayBeShown(actor: Actor, id: number, held: readonly Permission[], limits: KeyLimits): void {
  const act = `make or rotate such a key of agent ${id}`;
  assertMayGrant(actor, limits.scopes?.filter(isPermission) ?? held, act);
  assertKeepsLimits(actor, id, limits, act);
  assertSteppedUp(actor);
}

/** Refuses scopes that the owner lacks: they would take effect, unnoticed, on the day the owner gets them. */
function assertHeldByOwner(id: number, held: readonly Permission[], scopes: readonly Permission[]): void {
  const beyond = scopes.filter((scope) => !held.includes(scope));
  if (beyond.length > 0)
    throw unusable('scopes', `scopes: agent ${id} does not hold ${beyond.join(', ')}; leave out what it cannot do`);
}

function assertNotRotating({ previousUntil }: ApiKeyEntity, now: Date): void {
  if (previousUntil && previousUntil > now)
    throw new DomainError(
      'api_key_rotating',
      `The secret before the last rotation is good until ${previousUntil.toISOString()}; rotate with overlap_seconds 0 to end it now, or make another key`,
    );
}

function unusable(field: string, message: string): DomainError {
  return new DomainError('api_key_unusable', message, [{ field, message }]);
}
