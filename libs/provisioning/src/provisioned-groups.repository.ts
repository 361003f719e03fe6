import { Injectable } from '@nestjs/common';
import { PLANNED_FOR_VALUES } from '@rollcall/database';
import { nameKey, type Page } from '@rollcall/kernel';
import { membersOfTeam, TeamEntity } from '@rollcall/teams';
import { type EntityManager, In } from 'typeorm';

import type { Searchable } from './condition.js';
import { conditionSql } from './condition-sql.js';
import type { ListRequest } from './page.js';
import { TeamExternalIdEntity } from './team-external-id.entity.js';
import { isNumber } from './user-search.js';

/** What can be asked of groups, as SQL about a `team` and its `external` id. `member` is the id of an agent. */
const SEARCH: Searchable = {
  fields: {
    id: {
      sql: 'CAST(team.id AS text)',
      type: 'exact',
      equal: (value) => ({ sql: 'team.id = $value', value: isNumber(value) ? value : null }),
    },
    name: {
      sql: 'team.name',
      type: 'text',
      equal: (value) => ({ sql: 'team.nameKey = $value', value: nameKey(value) }),
    },
    externalId: {
      sql: 'external.externalId',
      type: 'exact',
      equal: (value) => ({
        sql: `team.id = ANY (ARRAY(
          SELECT known.team_id FROM team_external_ids known WHERE known.owner_id = :ownerId AND known.external_id = $value))`,
        value,
      }),
    },
    createdAt: { sql: 'team.createdAt', type: 'date' },
    updatedAt: { sql: 'team.updatedAt', type: 'date' },
    member: {
      sql: '',
      type: 'exact',
      onlyEqual: true,
      equal: (value) => ({ sql: `$value IN ${membersOfTeam('team.id')}`, value: isNumber(value) ? value : null }),
    },
  },
  lists: {},
};

/** Finds teams by what a provider knows of them, and keeps their external ids. */
@Injectable()
export class ProvisionedGroupsRepository {
  /** A part of the list of teams, and how many meet the condition. */
  async page(manager: EntityManager, ownerId: number, request: ListRequest): Promise<Page<TeamEntity>> {
    const { condition, sortBy, descending, offset, limit } = request;
    const query = manager
      .createQueryBuilder(TeamEntity, 'team')
      .leftJoin(TeamExternalIdEntity, 'external', 'external.teamId = team.id AND external.ownerId = :ownerId', {
        ownerId,
      });
    if (condition) {
      const { sql, parameters } = conditionSql(condition, SEARCH);
      query.where(sql, parameters).comment(PLANNED_FOR_VALUES);
    }
    const total = await query.getCount();
    if (limit === 0) return { items: [], total };
    const order = descending ? 'DESC' : 'ASC';
    if (sortBy === 'name') query.orderBy('team.nameKey', order);
    else if (sortBy === 'createdAt' || sortBy === 'updatedAt') query.orderBy(`team.${sortBy}`, order);
    const items = await query.addOrderBy('team.id', order).offset(offset).limit(limit).getMany();
    return { items, total };
  }

  /** The external ids of these teams that the owner has given. */
  async externalIds(manager: EntityManager, ownerId: number, teamIds: readonly number[]): Promise<Map<number, string>> {
    if (teamIds.length === 0) return new Map();
    const rows = await manager.findBy(TeamExternalIdEntity, { ownerId, teamId: In([...teamIds]) });
    return new Map(rows.map(({ teamId, externalId }) => [teamId, externalId]));
  }

  async saveExternalId(
    manager: EntityManager,
    ownerId: number,
    teamId: number,
    externalId: string | null,
  ): Promise<void> {
    await (externalId === null
      ? manager.delete(TeamExternalIdEntity, { teamId, ownerId })
      : manager.upsert(TeamExternalIdEntity, { teamId, ownerId, externalId }, ['teamId', 'ownerId']));
  }
}
