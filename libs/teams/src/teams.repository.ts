import { Injectable } from '@nestjs/common';
import { together } from '@rollcall/database';
import { nameKey } from '@rollcall/kernel';
import { type EntityManager, In } from 'typeorm';

import { isTeamCalled } from './members.sql.js';
import { TeamEntity } from './team.entity.js';

/** A team, and the text that means it. */
export interface ResolvedTeam {
  readonly asked: string;
  readonly id: number;
  readonly name: string;
  readonly emoji: string | null;
}

/** Reads and writes `teams`. */
@Injectable()
export class TeamsRepository {
  async list(manager: EntityManager): Promise<TeamEntity[]> {
    return manager.find(TeamEntity, { order: { updatedAt: 'DESC', id: 'DESC' } });
  }

  async listByMember(manager: EntityManager, agentId: number): Promise<TeamEntity[]> {
    return manager
      .createQueryBuilder(TeamEntity, 'team')
      .where('team.id IN (SELECT team_id FROM team_members WHERE agent_id = :agentId)', { agentId })
      .orderBy({ 'team.updatedAt': 'DESC', 'team.id': 'DESC' })
      .getMany();
  }

  async findById(manager: EntityManager, id: number): Promise<TeamEntity | null> {
    return manager.findOneBy(TeamEntity, { id });
  }

  async namesOf(manager: EntityManager, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const found = await manager.find(TeamEntity, { where: { id: In([...ids]) }, select: { id: true, name: true } });
    return new Map(found.map(({ id, name }) => [id, name]));
  }

  /** Finds a team and locks it: nobody else can change it until the transaction ends. */
  async lockById(manager: EntityManager, id: number): Promise<TeamEntity | null> {
    return manager.findOne(TeamEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /**
   * Finds teams by name, in the order of their names; digits that are not the name of a team are an id. The teams
   * cannot be deleted until the transaction ends.
   */
  async lockByNamesOrIds(manager: EntityManager, texts: readonly string[]): Promise<ResolvedTeam[]> {
    return manager.query(
      `SELECT asked, t.id, t.name, t.emoji FROM unnest($1::text[], $2::text[]) AS wanted(asked, key)
       JOIN teams t ON ${isTeamCalled('asked', 'key')}
       ORDER BY t.name FOR KEY SHARE OF t`,
      [texts, texts.map(nameKey)],
    );
  }

  async insert(manager: EntityManager, team: Omit<TeamEntity, 'id'>): Promise<TeamEntity> {
    return manager.save(TeamEntity, manager.create(TeamEntity, team));
  }

  async save(manager: EntityManager, team: TeamEntity): Promise<TeamEntity> {
    return manager.save(TeamEntity, team);
  }

  async membersOf(manager: EntityManager, ids: readonly number[]): Promise<ReadonlyMap<number, readonly number[]>> {
    const rows = await manager.query<{ id: number; members: number[] }[]>(
      `SELECT team_id AS id, json_agg(agent_id ORDER BY agent_id) AS members
       FROM team_members WHERE team_id = ANY ($1::bigint[]) GROUP BY team_id`,
      [ids],
    );
    return new Map(rows.map(({ id, members }) => [id, members]));
  }

  /** Puts agents into a team and takes others out. */
  async changeMembers(
    manager: EntityManager,
    id: number,
    { added, removed }: { readonly added: readonly number[]; readonly removed: readonly number[] },
    now: Date,
  ): Promise<void> {
    await together([
      manager.query('UPDATE teams SET updated_at = $2 WHERE id = $1', [id, now]),
      removed.length > 0 &&
        manager.query('DELETE FROM team_members WHERE team_id = $1 AND agent_id = ANY ($2::bigint[])', [id, removed]),
      added.length > 0 &&
        manager.query(
          `INSERT INTO team_members (agent_id, team_id) SELECT unnest($2::bigint[]), $1 ON CONFLICT DO NOTHING`,
          [id, added],
        ),
    ]);
  }

  /** Takes every agent out of the team and returns their ids. */
  async removeAll(manager: EntityManager, id: number): Promise<number[]> {
    const agents = await manager.query<{ id: number }[]>(
      `WITH removed AS (DELETE FROM team_members WHERE team_id = $1 RETURNING agent_id)
       SELECT agent_id AS id FROM removed ORDER BY agent_id`,
      [id],
    );
    return agents.map((agent) => agent.id);
  }

  async delete(manager: EntityManager, id: number): Promise<void> {
    await manager.delete(TeamEntity, { id });
  }
}
