import { Injectable } from '@nestjs/common';
import { AgentEntity, type AgentProfile } from '@rollcall/agents';
import { PLANNED_FOR_VALUES, together } from '@rollcall/database';
import { type Page } from '@rollcall/kernel';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';

import { AgentExternalIdEntity } from './agent-external-id.entity.js';
import { conditionSql } from './condition-sql.js';
import type { ListRequest } from './page.js';
import { ProvisionedAgentEntity } from './provisioned-agent.entity.js';
import { type ProvisionedUser, type StoredAttributes, type UserInput, userNameKey } from './user.js';
import { type StoredFields, userSearch } from './user-search.js';

interface StoredUser {
  readonly agent_id: number;
  readonly user_name: string | null;
  readonly attributes: StoredAttributes | null;
  readonly external_id: string | null;
}

/** Reads and writes what providers say of agents, and finds agents by it. */
@Injectable()
export class ProvisionedUsersRepository {
  /** The agents with what the owner of the key calls them, in the same order. */
  async withNames(
    manager: EntityManager,
    ownerId: number,
    agents: readonly AgentProfile[],
  ): Promise<ProvisionedUser[]> {
    if (agents.length === 0) return [];
    const rows = await manager.query<StoredUser[]>(
      `SELECT asked.id AS agent_id, p.user_name, p.attributes, x.external_id
       FROM unnest($1::bigint[]) AS asked(id)
       LEFT JOIN provisioned_agents p ON p.agent_id = asked.id
       LEFT JOIN agent_external_ids x ON x.agent_id = asked.id AND x.owner_id = $2`,
      [agents.map(({ id }) => id), ownerId],
    );
    const stored = new Map(rows.map((row) => [row.agent_id, row]));
    return agents.map((agent) => {
      const row = stored.get(agent.id);
      return {
        agent,
        userName: row?.user_name ?? agent.email ?? '',
        externalId: row?.external_id ?? null,
        attributes: row?.attributes ?? null,
      };
    });
  }

  /** A part of the list of people, by id, and how many meet the condition. */
  async page(
    manager: EntityManager,
    ownerId: number,
    request: ListRequest,
    stored: StoredFields,
  ): Promise<Page<number>> {
    const { condition, sortBy, descending, offset, limit } = request;
    const search = userSearch(stored);
    const matching = this.people(manager, ownerId, condition !== undefined || sortBy !== undefined);
    if (condition) {
      const { sql, parameters } = conditionSql(condition, search);
      matching.andWhere(sql, parameters).comment(PLANNED_FOR_VALUES);
    }
    const order = descending ? 'DESC' : 'ASC';
    const ids = matching.clone().select('agent.id', 'id');
    const sorted = sortBy === undefined ? undefined : search.fields[sortBy];
    if (sorted)
      ids.addSelect(sorted.type === 'text' ? `lower(${sorted.sql})` : sorted.sql, 'sorted').orderBy('sorted', order);
    ids.addOrderBy('agent.id', order).offset(offset).limit(limit);
    const [rows, total] = await Promise.all([limit === 0 ? [] : ids.getRawMany<{ id: number }>(), matching.getCount()]);
    return { items: rows.map(({ id }) => id), total };
  }

  /**
   * The ids of all agents that are found by this name, programs and the System agent too: those that have it, and the one with this
   * mailbox if no provider has named it.
   */
  async holdersOf(manager: EntityManager, userName: string): Promise<number[]> {
    const { sql, parameters } = conditionSql({ field: 'userName', is: 'equal', value: userName }, userSearch([]));
    const agents = await manager
      .createQueryBuilder(AgentEntity, 'agent')
      .select('agent.id')
      .where(sql, parameters)
      .comment(PLANNED_FOR_VALUES)
      .getMany();
    return agents.map(({ id }) => id);
  }

  /** Writes what the provider says; the agent must be locked, or new. */
  async save(manager: EntityManager, ownerId: number, agentId: number, input: UserInput, now: Date): Promise<void> {
    const { userName, attributes, externalId } = input;
    await together([
      manager.upsert(
        ProvisionedAgentEntity,
        { agentId, userName, userNameKey: userNameKey(userName), attributes, updatedAt: now },
        ['agentId'],
      ),
      externalId === null
        ? manager.delete(AgentExternalIdEntity, { agentId, ownerId })
        : manager.upsert(AgentExternalIdEntity, { agentId, ownerId, externalId }, ['agentId', 'ownerId']),
    ]);
  }

  /** The ids of the people with these uuids, of those that there are. */
  async idsOf(manager: EntityManager, uuids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (uuids.length === 0) return new Map();
    const rows = await manager
      .createQueryBuilder(AgentEntity, 'agent')
      .select(['agent.id', 'agent.uuid'])
      .where(`${PEOPLE} AND agent.uuid = ANY (CAST(:uuids AS uuid[]))`, { uuids })
      .getMany();
    return new Map(rows.map(({ uuid, id }) => [uuid, id]));
  }

  /** The people among these agents, with what a group shows of them. */
  async members(manager: EntityManager, ids: readonly number[]): Promise<Member[]> {
    if (ids.length === 0) return [];
    return manager
      .createQueryBuilder(AgentEntity, 'agent')
      .select(['agent.id', 'agent.uuid', 'agent.firstName', 'agent.lastName'])
      .where(`${PEOPLE} AND agent.id = ANY (:ids)`, { ids })
      .orderBy('agent.id')
      .getMany();
  }

  private people(manager: EntityManager, ownerId: number, joined: boolean): SelectQueryBuilder<AgentEntity> {
    const query = manager.createQueryBuilder(AgentEntity, 'agent').where(PEOPLE);
    if (joined)
      query
        .leftJoin(ProvisionedAgentEntity, 'provisioned', 'provisioned.agentId = agent.id')
        .leftJoin(AgentExternalIdEntity, 'external', 'external.agentId = agent.id AND external.ownerId = :ownerId')
        .setParameters({ ownerId });
    return query;
  }
}

/** What a group shows of an agent. */
export type Member = Pick<AgentEntity, 'id' | 'uuid' | 'firstName' | 'lastName'>;

/** Programs are no people, and the System agent is nobody whom a provider manages. */
const PEOPLE = 'agent.deletedAt IS NULL AND NOT agent.isService AND NOT agent.isSystem';
