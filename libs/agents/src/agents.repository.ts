import { Injectable } from '@nestjs/common';
import { together } from '@rollcall/database';
import { insertEvents } from '@rollcall/events';
import { emailKey, type Page, type PageRequest } from '@rollcall/kernel';
import { DataSource, type EntityManager, IsNull, Not } from 'typeorm';

import { AgentEntity } from './agent.entity.js';
import {
  type AgentInFile,
  type AgentProfile,
  type AgentSummary,
  type HeldRole,
  type JoinedTeam,
  profileOf,
  type StoredProfile,
} from './agent-profile.js';
import type { NewAgentRow } from './agent-fields.js';
import { AgentStatements, FOR_FILE } from './agent-statements.js';

/** What decides whether an agent may log in. */
export type AgentLogin = Pick<AgentEntity, 'id' | 'enabled' | 'isSystem' | 'passwordHash'>;

const LOGIN_COLUMNS = { id: true, enabled: true, isSystem: true, passwordHash: true } as const;

/** The events of agents that went offline, as `eventRows` makes them. */
const OFFLINE_EVENTS = `(SELECT coalesce(json_agg(json_build_object(
    'type', 'agent.availability_changed', 'subject_type', 'agent', 'subject_id', id, 'changes', json_build_object(
      'availability_status', json_build_object('before', former, 'after', 'offline')))), '[]') FROM taken)`;

const TAKE_IDLE_OFFLINE = `
  WITH taken AS (
    UPDATE agents SET availability_status = 'offline', updated_at = $1
    FROM (
      SELECT id, availability_status AS former FROM agents
      WHERE availability_status IN ('online', 'away') AND deleted_at IS NULL
        AND coalesce(last_active_at, updated_at) < $2
      FOR NO KEY UPDATE
    ) AS idle
    WHERE agents.id = idle.id RETURNING agents.id, idle.former
  ), told AS (${insertEvents('$1', 'NULL', 'NULL', 'NULL', OFFLINE_EVENTS)})
  SELECT count(*)::int AS count FROM taken`;

/** An agent to add with its roles and teams. */
export interface AgentToInsert {
  readonly row: NewAgentRow;
  readonly roles: readonly HeldRole[];
  readonly teams: readonly JoinedTeam[];
}

/** Reads and writes `agents` with their roles and teams. No method finds a deleted agent. */
@Injectable()
export class AgentsRepository {
  private readonly statements: AgentStatements;

  constructor(dataSource: DataSource) {
    this.statements = new AgentStatements(dataSource.getMetadata(AgentEntity));
  }

  /** The whole profile of an agent, in one query. */
  async findProfile(manager: EntityManager, id: number): Promise<AgentProfile | null> {
    const [profile] = await this.profiles(manager, 'AND agent.id = $1', [id]);
    return profile ?? null;
  }

  /**
   * Like {@link findProfile}, and locks the agent: no other transaction can change it before this one ends. The read is
   * a statement of its own after the lock, so that it sees what the previous holder of the lock committed.
   */
  async lockProfile(manager: EntityManager, id: number): Promise<AgentProfile | null> {
    const [, profile] = await together([
      manager.query('SELECT 1 FROM agents WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE', [id]),
      this.findProfile(manager, id),
    ]);
    return profile;
  }

  /**
   * A page of all agents except service accounts, the oldest first, in two queries. Of the agents before the page, only
   * the ids are read.
   */
  async pageOfProfiles(manager: EntityManager, { page, pageSize }: PageRequest): Promise<Page<AgentProfile>> {
    const items = await this.profiles(
      manager,
      `AND agent.id IN (
         SELECT id FROM agents WHERE deleted_at IS NULL AND NOT is_service ORDER BY id OFFSET $1 LIMIT $2)
       ORDER BY agent.id`,
      [(page - 1) * pageSize, pageSize],
    );
    const [{ total }]: [{ total: number }] = await manager.query(
      'SELECT count(*) AS total FROM agents WHERE deleted_at IS NULL AND NOT is_service',
    );
    return { items, total };
  }

  /** The whole profiles of these agents, in the order of their ids. */
  async profilesOf(manager: EntityManager, ids: readonly number[]): Promise<AgentProfile[]> {
    return this.profiles(manager, 'AND agent.id = ANY ($1::bigint[]) ORDER BY agent.id', [ids]);
  }

  /** What lists show of these agents, in this order. Deleted agents are left out. */
  async summaries(manager: EntityManager, ids: readonly number[]): Promise<AgentSummary[]> {
    return manager.query(this.statements.summaries, [ids]);
  }

  /** What a file says of these agents, in this order. Deleted agents are left out. */
  async forFile(manager: EntityManager, ids: readonly number[]): Promise<AgentInFile[]> {
    return manager.query(FOR_FILE, [ids]);
  }

  /** The id of the agent with this uuid, or null. */
  async findIdByUuid(manager: EntityManager, uuid: string): Promise<number | null> {
    const agent = await manager.findOne(AgentEntity, { where: { uuid, deletedAt: IsNull() }, select: { id: true } });
    return agent?.id ?? null;
  }

  async findById(manager: EntityManager, id: number): Promise<AgentEntity | null> {
    return manager.findOneBy(AgentEntity, { id, deletedAt: IsNull() });
  }

  /** The agent with this mailbox, by the key of its address. */
  async findLogin(manager: EntityManager, emailKey: string): Promise<AgentLogin | null> {
    return manager.findOne(AgentEntity, { where: { emailKey, deletedAt: IsNull() }, select: LOGIN_COLUMNS });
  }

  /** The same by id. */
  async findLoginById(manager: EntityManager, id: number): Promise<AgentLogin | null> {
    return manager.findOne(AgentEntity, { where: { id, deletedAt: IsNull() }, select: LOGIN_COLUMNS });
  }

  /** The same by id, and no other transaction can change it before this one ends. */
  async lockLogin(manager: EntityManager, id: number): Promise<AgentLogin | null> {
    return manager.findOne(AgentEntity, {
      where: { id, deletedAt: IsNull() },
      select: LOGIN_COLUMNS,
      lock: { mode: 'for_no_key_update' },
    });
  }

  /** The agent, if it has a password. */
  async findWithPassword(manager: EntityManager, id: number): Promise<AgentEntity | null> {
    return manager.findOneBy(AgentEntity, { id, deletedAt: IsNull(), passwordHash: Not(IsNull()) });
  }

  async findSystem(manager: EntityManager): Promise<AgentEntity | null> {
    return manager.findOneBy(AgentEntity, { isSystem: true });
  }

  /** The same, and no other transaction can change it before this one ends. */
  async lockSystem(manager: EntityManager): Promise<AgentEntity | null> {
    return manager.findOne(AgentEntity, { where: { isSystem: true }, lock: { mode: 'for_no_key_update' } });
  }

  /** Locks the agent and returns it: no other transaction can change it before this one ends. */
  async lockById(manager: EntityManager, id: number): Promise<AgentEntity | null> {
    return manager.findOne(AgentEntity, {
      where: { id, deletedAt: IsNull() },
      lock: { mode: 'for_no_key_update' },
    });
  }

  /** Like {@link lockById}, by the key of an e-mail address. */
  async lockByEmailKey(manager: EntityManager, emailKey: string): Promise<AgentEntity | null> {
    return manager.findOne(AgentEntity, {
      where: { emailKey, deletedAt: IsNull() },
      lock: { mode: 'for_no_key_update' },
    });
  }

  /** Adds an agent with its roles and teams, in one statement. */
  async insert(
    manager: EntityManager,
    { shown, hidden }: NewAgentRow,
    roles: readonly HeldRole[],
    teams: readonly JoinedTeam[],
  ): Promise<AgentProfile> {
    const row = { ...shown, ...hidden };
    const [{ id }]: [{ id: number }] = await manager.query(this.statements.insert, [row, idsOf(roles), idsOf(teams)]);
    return profileOf({ ...shown, id, roles, teams, apiKey: null, apiKeyLastUsedAt: null });
  }

  /**
   * Adds many agents likewise, in one statement; in place of one whose mailbox is taken, also by one before it, there is null.
   */
  async insertMany(manager: EntityManager, agents: readonly AgentToInsert[]): Promise<(AgentProfile | null)[]> {
    const linksOf = (items: (agent: AgentToInsert) => readonly { readonly id: number }[]) => {
      const links = agents.flatMap((agent) => items(agent).map(({ id }) => ({ uuid: agent.row.shown.uuid, id })));
      return [links.map(({ uuid }) => uuid), links.map(({ id }) => id)];
    };
    const written: { id: number; uuid: string }[] = await manager.query(this.statements.insertMany, [
      JSON.stringify(agents.map(({ row: { shown, hidden } }) => ({ ...shown, ...hidden }))),
      ...linksOf(({ roles }) => roles),
      ...linksOf(({ teams }) => teams),
    ]);
    const ids = new Map(written.map(({ id, uuid }) => [uuid, id]));
    return agents.map(({ row: { shown }, roles, teams }) => {
      const id = ids.get(shown.uuid);
      return id === undefined ? null : profileOf({ ...shown, id, roles, teams, apiKey: null, apiKeyLastUsedAt: null });
    });
  }

  /** The ids of the agents with these mailboxes, by the keys of their addresses. No other transaction can change them. */
  async lockIdsByEmailKeys(manager: EntityManager, keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const found: { id: number; key: string }[] = await manager.query(
      `SELECT id, email_key AS key FROM agents WHERE email_key = ANY ($1) AND deleted_at IS NULL
       ORDER BY id FOR NO KEY UPDATE`,
      [keys],
    );
    return new Map(found.map(({ id, key }) => [key, id]));
  }

  /** Sets these columns of an agent. With the address it sets the key that addresses are compared by. */
  async update(
    manager: EntityManager,
    id: number,
    changes: Partial<Omit<AgentEntity, 'id' | 'emailKey'>>,
  ): Promise<void> {
    const set = { ...changes, ...(changes.email ? { emailKey: emailKey(changes.email) } : {}) };
    await manager.query(this.statements.update(Object.keys(set)), [id, ...Object.values(set)]);
  }

  /** Makes these roles the agent's roles. The agent must be locked. */
  async setRoles(
    manager: EntityManager,
    agentId: number,
    before: readonly HeldRole[],
    after: readonly HeldRole[],
  ): Promise<void> {
    await setLinks(manager, 'agent_roles', 'role_id', agentId, idsOf(before), idsOf(after));
  }

  /** Makes these teams the agent's teams. The agent must be locked. */
  async setTeams(
    manager: EntityManager,
    agentId: number,
    before: readonly JoinedTeam[],
    after: readonly JoinedTeam[],
  ): Promise<void> {
    await setLinks(manager, 'team_members', 'team_id', agentId, idsOf(before), idsOf(after));
  }

  /**
   * Takes agents offline that have been `online` or `away` and idle since `idleSince`, with an event for each; returns how many.
   * It is one statement, however many they are.
   */
  async takeIdleOffline(manager: EntityManager, idleSince: Date, now: Date): Promise<number> {
    const [{ count }]: [{ count: number }] = await manager.query(TAKE_IDLE_OFFLINE, [now, idleSince]);
    return count;
  }

  private async profiles(manager: EntityManager, which: string, values: readonly unknown[]): Promise<AgentProfile[]> {
    const stored: StoredProfile[] = await manager.query(`${this.statements.profiles} ${which}`, [...values]);
    return stored.map(profileOf);
  }
}

/** No statement when nothing is different. */
async function setLinks(
  manager: EntityManager,
  table: 'agent_roles' | 'team_members',
  column: 'role_id' | 'team_id',
  agentId: number,
  before: readonly number[],
  after: readonly number[],
): Promise<void> {
  const removed = before.filter((id) => !after.includes(id));
  const added = after.filter((id) => !before.includes(id));
  await together([
    removed.length > 0 &&
      manager.query(`DELETE FROM ${table} WHERE agent_id = $1 AND ${column} = ANY ($2::bigint[])`, [agentId, removed]),
    added.length > 0 &&
      // The team's side may have added the agent since it was read.
      manager.query(
        `INSERT INTO ${table} (agent_id, ${column}) SELECT $1, unnest($2::bigint[])
         ON CONFLICT DO NOTHING`,
        [agentId, added],
      ),
  ]);
}

function idsOf(items: readonly { readonly id: number }[]): number[] {
  return items.map(({ id }) => id);
}
