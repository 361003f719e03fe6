import { Injectable } from '@nestjs/common';
import type { Actor } from '@rollcall/auth';
import { escapeLike, PLANNED_FOR_VALUES, Transactions } from '@rollcall/database';
import {
  cursorAt,
  type CursorRequest,
  DomainError,
  emailKey,
  nameKey,
  type Page,
  type PageRequest,
  placeOf,
  type Slice,
} from '@rollcall/kernel';
import { holdersOfRole, idOfRole } from '@rollcall/roles';
import { idOfTeam, membersOfTeam } from '@rollcall/teams';
import type { SelectQueryBuilder } from 'typeorm';

import { AgentEntity, type AvailabilityStatus } from './agent.entity.js';
import { type AgentInFile, type AgentProfile, type AgentSummary, SUMMARY_FIELDS } from './agent-profile.js';
import { assertSelfOrManager } from './agent-rules.js';
import { AgentsRepository } from './agents.repository.js';

/** Which agents a list shows. A filter that is left out excludes nothing. */
export interface AgentFilter {
  /**
   * Only service accounts; otherwise only people. The System agent is in neither list, since nobody assigns
   * anything to it.
   */
  readonly service?: boolean;
  /**
   * A part of the first name, the last name, both together, or the e-mail. Case and composition make no difference.
   */
  readonly search?: string;
  /** A team's name. Digits that are not the name of a team are a team's id. */
  readonly team?: string;
  /** A role's name. */
  readonly role?: string;
  readonly enabled?: boolean;
  readonly availabilityStatus?: AvailabilityStatus;
  /** A whole e-mail address. */
  readonly email?: string;
}

/** What a page is sorted by, and the fields that are compared. Ids are given out in the order of creation. */
const SORTED_BY = {
  name: ['agent.firstName', 'agent.lastName'],
  email: ['agent.emailKey'],
  created: [],
  changed: ['agent.updatedAt'],
} as const;

/** How a page is sorted. Agents that are equal by it are sorted by their ids. */
export interface AgentOrder {
  readonly by: keyof typeof SORTED_BY;
  readonly direction: 'ASC' | 'DESC';
}

const NEWEST_CHANGE_FIRST: AgentOrder = { by: 'changed', direction: 'DESC' };

/** How many agents of a whole list are read at once. */
const BATCH = 1_000;

const SUMMARY = SUMMARY_FIELDS.map((field) => `agent.${field}`);

/** The lists of agents: whole, by page or by cursor. Summaries come by the newest change first, a page also in another order. */
@Injectable()
export class AgentDirectory {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
  ) {}

  /**
   * All agents of a list, in batches. The list is fixed when it begins: an agent that exists until the end
   * comes exactly once, whatever changes meanwhile; an agent that is deleted meanwhile may be missing. The list takes
   * eight bytes for each agent until the end, and holds no connection between two batches.
   */
  async *all(filter: AgentFilter): AsyncGenerator<readonly AgentSummary[], void> {
    for await (const ids of this.idsInBatches(filter)) yield await this.agents.summaries(this.transactions.reader, ids);
  }

  /** The same agents in the form in which they can be brought in. */
  async *allForFile(filter: AgentFilter): AsyncGenerator<readonly AgentInFile[], void> {
    for await (const ids of this.idsInBatches(filter)) yield await this.agents.forFile(this.transactions.reader, ids);
  }

  /** Only the index is read for the agents before the page, if there is an index in the order of the filter. */
  async page(
    filter: AgentFilter,
    { page, pageSize }: PageRequest,
    order = NEWEST_CHANGE_FIRST,
  ): Promise<Page<AgentSummary>> {
    const matching = await this.matching(filter);
    const ids = inOrder(matching.clone().select('agent.id'), order)
      .offset((page - 1) * pageSize)
      .limit(pageSize);
    const [items, total] = await Promise.all([
      inOrder(this.summaries().where(`agent.id IN (${ids.getQuery()})`).setParameters(ids.getParameters()), order)
        .comment(PLANNED_FOR_VALUES)
        .getMany(),
      matching.getCount(),
    ]);
    return { items, total };
  }

  /** @throws DomainError `invalid_input` when the cursor is not one that a list returned */
  async slice(filter: AgentFilter, { cursor, limit }: CursorRequest): Promise<Slice<AgentSummary>> {
    const query = newestFirst((await this.matching(filter)).select(SUMMARY)).limit(limit + 1);
    if (cursor !== undefined) query.andWhere('(agent.updatedAt, agent.id) < (:at, :id)', { ...placeOf(cursor) });
    const found = await query.getMany();
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last ? cursorAt({ at: last.updatedAt, id: last.id }) : null };
  }

  /** The ids of the agents of a list, of at most so many. */
  async ids(filter: AgentFilter, limit: number): Promise<readonly number[]> {
    return [...(await this.listedIds((await this.matching(filter)).limit(limit)))];
  }

  /** A page of whole profiles, the oldest agent first. */
  async profiles(request: PageRequest): Promise<Page<AgentProfile>> {
    return this.agents.pageOfProfiles(this.transactions.reader, request);
  }

  /** The whole profiles of these agents, in the order of their ids. Deleted ones are left out. */
  async profilesOf(ids: readonly number[]): Promise<AgentProfile[]> {
    return ids.length === 0 ? [] : this.agents.profilesOf(this.transactions.reader, ids);
  }

  /** The id of an agent. @throws DomainError `agent_not_found` */
  async idOf(uuid: string): Promise<number> {
    return (await this.agents.findIdByUuid(this.transactions.reader, uuid)) ?? notFound(uuid);
  }

  /** The id of an agent that the actor wants to change. @throws DomainError `permission_missing`, `agent_not_found` */
  async idToChange(actor: Actor, uuid: string): Promise<number> {
    const id = await this.agents.findIdByUuid(this.transactions.reader, uuid);
    assertSelfOrManager(actor, id);
    return id ?? notFound(uuid);
  }

  private async *idsInBatches(filter: AgentFilter): AsyncGenerator<readonly number[], void> {
    const ids = await this.listedIds(await this.matching(filter));
    for (let from = 0; from < ids.length; from += BATCH) yield [...ids.subarray(from, from + BATCH)];
  }

  private summaries(): SelectQueryBuilder<AgentEntity> {
    return this.transactions.reader.createQueryBuilder(AgentEntity, 'agent').select(SUMMARY);
  }

  /** The ids of a list in its order, as the database packs them: a million rows of one number each would hold up the process. */
  private async listedIds(matching: SelectQueryBuilder<AgentEntity>): Promise<Float64Array> {
    const [sql, values] = newestFirst(matching.select('agent.id', 'id')).getQueryAndParameters();
    const [row] = await this.transactions.reader.query<{ ids: Buffer | null }[]>(
      `/* ${PLANNED_FOR_VALUES} */ SELECT string_agg(int8send(listed.id), '') AS ids FROM (${sql}) AS listed`,
      values,
    );
    const packed = row?.ids ?? Buffer.alloc(0);
    const ids = new Float64Array(packed.length / BigInt64Array.BYTES_PER_ELEMENT);
    for (let index = 0; index < ids.length; index++)
      ids[index] = Number(packed.readBigInt64BE(index * BigInt64Array.BYTES_PER_ELEMENT));
    return ids;
  }

  /** The agents of a filter, whose plan depends on its values; without one it is always the same. */
  private async matching(filter: AgentFilter): Promise<SelectQueryBuilder<AgentEntity>> {
    const { service, search, team, role, enabled, availabilityStatus, email } = filter;
    const query = this.transactions.reader
      .createQueryBuilder(AgentEntity, 'agent')
      .where('agent.deletedAt IS NULL AND NOT agent.isSystem')
      .andWhere(service ? 'agent.isService' : 'NOT agent.isService');
    if (search !== undefined)
      query.andWhere(`(agent.firstName || ' ' || agent.lastName || ' ' || coalesce(agent.email, '')) ILIKE :search`, {
        search: `%${escapeLike(search.normalize('NFC'))}%`,
      });
    if (team !== undefined || role !== undefined) {
      const ids = await this.idsOf(team, role);
      if (team !== undefined) query.andWhere(`agent.id IN ${membersOfTeam(':teamId')}`, { teamId: ids.team });
      if (role !== undefined) query.andWhere(`agent.id IN ${holdersOfRole(':roleId')}`, { roleId: ids.role });
    }
    if (enabled !== undefined) query.andWhere('agent.enabled = :enabled', { enabled });
    if (availabilityStatus !== undefined)
      query.andWhere('agent.availabilityStatus = :availabilityStatus', { availabilityStatus });
    if (email !== undefined) query.andWhere('agent.emailKey = :emailKey', { emailKey: emailKey(email) });
    return Object.keys(query.getParameters()).length > 0 ? query.comment(PLANNED_FOR_VALUES) : query;
  }

  /** PostgreSQL knows how many agents have a role or are in a team by the id of the role or team, not by its name. */
  private async idsOf(team = '', role = ''): Promise<{ team: number | null; role: number | null }> {
    const [ids] = await this.transactions.reader.query<{ team: number | null; role: number | null }[]>(
      `SELECT ${idOfTeam('$1::text', '$2::text')} AS team, ${idOfRole('$3::text')} AS role`,
      [team, nameKey(team), nameKey(role)],
    );
    return ids ?? { team: null, role: null };
  }
}

function notFound(uuid: string): never {
  throw new DomainError('agent_not_found', `There is no agent ${uuid}`);
}

function newestFirst(query: SelectQueryBuilder<AgentEntity>): SelectQueryBuilder<AgentEntity> {
  return inOrder(query, NEWEST_CHANGE_FIRST);
}

function inOrder(
  query: SelectQueryBuilder<AgentEntity>,
  { by, direction }: AgentOrder,
): SelectQueryBuilder<AgentEntity> {
  return query.orderBy(Object.fromEntries([...SORTED_BY[by], 'agent.id'].map((field) => [field, direction])));
}
