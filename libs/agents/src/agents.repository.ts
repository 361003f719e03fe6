import { Injectable } from '@nestjs/common';
import { DEFAULT_KEY_NAME, permissionsOf } from '@rollcall/auth';
import type { Page, PageRequest } from '@rollcall/kernel';
import { type EntityManager, IsNull, Not, type SelectQueryBuilder } from 'typeorm';

import { AgentEntity } from './agent.entity.js';
import type { AgentProfile } from './agent-profile.js';

/** What decides whether an agent may log in. */
export type AgentLogin = Pick<AgentEntity, 'id' | 'enabled' | 'passwordHash'>;

const LOGIN_COLUMNS = { id: true, enabled: true, passwordHash: true } as const;

type ProfileExtras = Pick<AgentProfile, 'teams' | 'apiKey' | 'apiKeyLastUsedAt'> & {
  readonly roles: readonly { uuid: string; name: string; admin: boolean; permissions: string[] }[];
};

/** Roles in the order of their names, teams likewise, and the key, each as one value of the row. */
const PROFILE_EXTRAS = `
  (SELECT coalesce(json_agg(json_build_object('uuid', r.uuid, 'name', r.name, 'permissions', r.permissions,
            'admin', r.built_in IS NOT DISTINCT FROM 'admin') ORDER BY r.name), '[]')
     FROM agent_roles ar JOIN roles r ON r.id = ar.role_id WHERE ar.agent_id = agent.id) AS roles,
  (SELECT coalesce(json_agg(json_build_object('id', t.id, 'name', t.name, 'emoji', t.emoji) ORDER BY t.name), '[]')
     FROM team_members tm JOIN teams t ON t.id = tm.team_id WHERE tm.agent_id = agent.id) AS teams,
  (SELECT k.key FROM api_keys k WHERE k.agent_id = agent.id AND k.name = '${DEFAULT_KEY_NAME}') AS "apiKey",
  (SELECT k.last_used_at FROM api_keys k WHERE k.agent_id = agent.id AND k.name = '${DEFAULT_KEY_NAME}') AS "apiKeyLastUsedAt"`;

/** Reads and writes `agents` with their roles and teams. A deleted agent is not there for any of its methods. */
@Injectable()
export class AgentsRepository {
  /** Everything there is to know of an agent, in one query. */
  async findProfile(manager: EntityManager, id: number): Promise<AgentProfile | null> {
    const [profile] = await profiles(queryProfiles(manager).andWhere('agent.id = :id', { id }));
    return profile ?? null;
  }

  /** A page of all agents but service accounts, the oldest first, in two queries. Of the agents before it nothing but the id is read. */
  async pageOfProfiles(manager: EntityManager, { page, pageSize }: PageRequest): Promise<Page<AgentProfile>> {
    const items = await profiles(
      queryProfiles(manager)
        .andWhere(
          'agent.id IN (SELECT id FROM agents WHERE deleted_at IS NULL AND NOT is_service ORDER BY id OFFSET :offset LIMIT :limit)',
          {
            offset: (page - 1) * pageSize,
            limit: pageSize,
          },
        )
        .orderBy('agent.id'),
    );
    return { items, total: await manager.countBy(AgentEntity, { deletedAt: IsNull(), isService: false }) };
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

  /** The same by id, and nobody else can change it before the transaction ends. */
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

  /** The same, and nobody else can change it before the transaction ends. */
  async lockSystem(manager: EntityManager): Promise<AgentEntity | null> {
    return manager.findOne(AgentEntity, { where: { isSystem: true }, lock: { mode: 'for_no_key_update' } });
  }

  /** The agent, which nobody else can change before the transaction ends: changes of one agent take turns here. */
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

  async insert(manager: EntityManager, agent: Partial<AgentEntity>): Promise<AgentEntity> {
    return manager.save(AgentEntity, manager.create(AgentEntity, agent));
  }

  async update(manager: EntityManager, id: number, changes: Partial<AgentEntity>): Promise<void> {
    await manager.update(AgentEntity, { id }, changes);
  }

  /** Gives the agent exactly these roles; the agent must be locked. */
  async setRoles(manager: EntityManager, agentId: number, roleIds: readonly number[]): Promise<void> {
    await setLinks(manager, 'agent_roles', 'role_id', agentId, roleIds);
  }

  /** Puts the agent into exactly these teams; the agent must be locked. */
  async setTeams(manager: EntityManager, agentId: number, teamIds: readonly number[]): Promise<void> {
    await setLinks(manager, 'team_members', 'team_id', agentId, teamIds);
  }

  /** Takes agents offline that have been `online` or `away` and idle since `idleSince`; returns how many. */
  async takeIdleOffline(manager: EntityManager, idleSince: Date, now: Date): Promise<number> {
    const [, count]: [unknown, number] = await manager.query(
      `UPDATE agents SET availability_status = 'offline', updated_at = $2
       WHERE availability_status IN ('online', 'away') AND deleted_at IS NULL
         AND coalesce(last_active_at, updated_at) < $1`,
      [idleSince, now],
    );
    return count;
  }
}

async function setLinks(
  manager: EntityManager,
  table: 'agent_roles' | 'team_members',
  column: 'role_id' | 'team_id',
  agentId: number,
  ids: readonly number[],
): Promise<void> {
  await manager.query(`DELETE FROM ${table} WHERE agent_id = $1 AND ${column} <> ALL ($2::bigint[])`, [agentId, ids]);
  await manager.query(
    `INSERT INTO ${table} (agent_id, ${column})
     SELECT $1, wanted.id FROM unnest($2::bigint[]) AS wanted(id)
     WHERE NOT EXISTS (SELECT FROM ${table} held WHERE held.agent_id = $1 AND held.${column} = wanted.id)`,
    [agentId, ids],
  );
}

function queryProfiles(manager: EntityManager): SelectQueryBuilder<AgentEntity> {
  return manager.createQueryBuilder(AgentEntity, 'agent').addSelect(PROFILE_EXTRAS).where('agent.deletedAt IS NULL');
}

async function profiles(query: SelectQueryBuilder<AgentEntity>): Promise<AgentProfile[]> {
  const { entities, raw } = await query.getRawAndEntities<ProfileExtras>();
  return entities.flatMap((agent, index) => {
    const extras = raw[index];
    return extras ? [toProfile(agent, extras)] : [];
  });
}

function toProfile(agent: AgentEntity, extras: ProfileExtras): AgentProfile {
  return Object.assign(agent, {
    roles: extras.roles.map(({ uuid, name, admin }) => ({ uuid, name, admin })),
    permissions: permissionsOf({
      admin: extras.roles.some((role) => role.admin),
      listed: extras.roles.flatMap((role) => role.permissions),
    }),
    teams: extras.teams,
    apiKey: extras.apiKey,
    apiKeyLastUsedAt: extras.apiKeyLastUsedAt,
  });
}
