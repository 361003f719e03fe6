import { Injectable } from '@nestjs/common';
import type { Actor } from '@rollcall/auth';
import { Transactions } from '@rollcall/database';
import {
  type CursorRequest,
  DomainError,
  emailKey,
  invalidField,
  nameKey,
  type Page,
  type PageRequest,
  type Slice,
} from '@rollcall/kernel';
import { holdersOfRole } from '@rollcall/roles';
import { membersOfTeam } from '@rollcall/teams';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';

import { AgentEntity, type AvailabilityStatus } from './agent.entity.js';
import type { AgentProfile, AgentSummary } from './agent-profile.js';
import { assertSelfOrManager } from './agent-rules.js';
import { AgentsRepository } from './agents.repository.js';

/** Which agents a list shows; what is left out does not narrow it. */
export interface AgentFilter {
  /** Service accounts alone; otherwise people alone, and of those not the System agent, to whom nobody assigns anything. */
  readonly service?: boolean;
  /** A part of first name, last name, both together or e-mail, in any case and composed or not. */
  readonly search?: string;
  /** A team's name; digits that are no team's name are its id. */
  readonly team?: string;
  /** A role's name. */
  readonly role?: string;
  readonly enabled?: boolean;
  readonly availabilityStatus?: AvailabilityStatus;
  /** A whole e-mail address. */
  readonly email?: string;
}

const SUMMARY: (keyof AgentSummary)[] = [
  'id',
  'firstName',
  'lastName',
  'email',
  'enabled',
  'avatarUrl',
  'externalUserId',
  'availabilityStatus',
  'createdAt',
  'updatedAt',
];

/** The lists of agents. Summaries come by the newest change first: whole, by page or by cursor. */
@Injectable()
export class AgentDirectory {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
  ) {}

  async all(filter: AgentFilter): Promise<readonly AgentSummary[]> {
    return matching(this.transactions.reader, filter).getMany();
  }

  async page(filter: AgentFilter, { page, pageSize }: PageRequest): Promise<Page<AgentSummary>> {
    const [items, total] = await matching(this.transactions.reader, filter)
      .offset((page - 1) * pageSize)
      .limit(pageSize)
      .getManyAndCount();
    return { items, total };
  }

  /** @throws DomainError `invalid_input` when the cursor is none of ours */
  async slice(filter: AgentFilter, { cursor, limit }: CursorRequest): Promise<Slice<AgentSummary>> {
    const query = matching(this.transactions.reader, filter).limit(limit + 1);
    if (cursor !== undefined) query.andWhere('(agent.updatedAt, agent.id) < (:updatedAt, :id)', parseCursor(cursor));
    const found = await query.getMany();
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last ? cursorAt(last) : null };
  }

  /** A page of everything there is to know of each agent, the oldest agent first. */
  async profiles(request: PageRequest): Promise<Page<AgentProfile>> {
    return this.agents.pageOfProfiles(this.transactions.reader, request);
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
}

function notFound(uuid: string): never {
  throw new DomainError('agent_not_found', `There is no agent ${uuid}`);
}

function matching(manager: EntityManager, filter: AgentFilter): SelectQueryBuilder<AgentEntity> {
  const query = manager
    .createQueryBuilder(AgentEntity, 'agent')
    .select(SUMMARY.map((column) => `agent.${column}`))
    .where('agent.deletedAt IS NULL')
    .andWhere(filter.service ? 'agent.isService' : 'NOT agent.isService AND NOT agent.isSystem')
    .orderBy({ 'agent.updatedAt': 'DESC', 'agent.id': 'DESC' });
  const { search, team, role, enabled, availabilityStatus, email } = filter;
  if (search !== undefined)
    query.andWhere(`(agent.firstName || ' ' || agent.lastName || ' ' || coalesce(agent.email, '')) ILIKE :search`, {
      search: `%${search.normalize('NFC').replace(/[\\%_]/g, '\\$&')}%`,
    });
  if (team !== undefined)
    query.andWhere(`agent.id IN ${membersOfTeam(':team', ':teamKey')}`, { team, teamKey: nameKey(team) });
  if (role !== undefined) query.andWhere(`agent.id IN ${holdersOfRole(':roleKey')}`, { roleKey: nameKey(role) });
  if (enabled !== undefined) query.andWhere('agent.enabled = :enabled', { enabled });
  if (availabilityStatus !== undefined)
    query.andWhere('agent.availabilityStatus = :availabilityStatus', { availabilityStatus });
  if (email !== undefined) query.andWhere('agent.emailKey = :emailKey', { emailKey: emailKey(email) });
  return query;
}

const CURSOR = /^(\d{1,16})-(\d{1,16})$/;

function cursorAt({ updatedAt, id }: AgentSummary): string {
  return Buffer.from(`${updatedAt.getTime()}-${id}`).toString('base64url');
}

function parseCursor(cursor: string): { updatedAt: Date; id: number } {
  const [, ms, id] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const updatedAt = new Date(Number(ms));
  if (Number.isNaN(updatedAt.getTime()))
    throw invalidField('cursor', 'cursor is not one that this list gave out; leave it out to start over');
  return { updatedAt, id: Number(id) };
}
