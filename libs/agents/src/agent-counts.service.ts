import { Injectable } from '@nestjs/common';
import { Transactions } from '@rollcall/database';

import type { AvailabilityStatus } from './agent.entity.js';

/** How many people there are, and how many of them in which state. Service accounts are not counted. */
export interface AgentCountsByState {
  readonly total: number;
  readonly disabled: number;
  readonly byAvailability: Readonly<Record<AvailabilityStatus, number>>;
}

/** How many members of a team are enabled and online. */
export interface OnlineInTeam {
  readonly id: number;
  readonly name: string;
  readonly online: number;
}

const LISTED = 'agent.deleted_at IS NULL AND NOT agent.is_system AND NOT agent.is_service';
/** Nearly all are offline at most times, so they are what is left. */
const PRESENT = ['online', 'away', 'away_manual', 'away_and_reassigning'] as const;
const MOST_TEAMS = 10;

/** Counts agents. Of those that are in a state, only the index of the list is read; all are counted as their list counts them. */
@Injectable()
export class AgentCounts {
  constructor(private readonly transactions: Transactions) {}

  async byState(): Promise<AgentCountsByState> {
    const { reader } = this.transactions;
    const [all]: { total: number }[] = await reader.query(`SELECT count(*) AS total FROM agents agent WHERE ${LISTED}`);
    const [off]: { disabled: number }[] = await reader.query(
      `SELECT count(*) AS disabled FROM agents agent WHERE ${LISTED} AND NOT agent.enabled`,
    );
    const present = await reader.query<{ count: number; status: AvailabilityStatus }[]>(
      `SELECT count(*), agent.availability_status AS status FROM agents agent
       WHERE ${LISTED} AND agent.availability_status = ANY ($1) GROUP BY agent.availability_status`,
      [PRESENT],
    );
    const total = all?.total ?? 0;
    const countOf = (status: AvailabilityStatus) => present.find((row) => row.status === status)?.count ?? 0;
    const away = countOf('away') + countOf('away_manual') + countOf('away_and_reassigning');
    return {
      total,
      disabled: off?.disabled ?? 0,
      byAvailability: {
        online: countOf('online'),
        away: countOf('away'),
        away_manual: countOf('away_manual'),
        away_and_reassigning: countOf('away_and_reassigning'),
        offline: total - countOf('online') - away,
      },
    };
  }

  /** The ten teams with the most members who are online. */
  async onlineByTeam(): Promise<OnlineInTeam[]> {
    return this.transactions.reader.query(
      `SELECT count(*) AS online, team.id, team.name
       FROM agents agent JOIN team_members member ON member.agent_id = agent.id JOIN teams team ON team.id = member.team_id
       WHERE ${LISTED} AND agent.availability_status = 'online' AND agent.enabled
       GROUP BY team.id ORDER BY online DESC, team.name, team.id LIMIT ${MOST_TEAMS}`,
    );
  }
}
