import { Injectable } from '@nestjs/common';
import { Clock } from '@rollcall/kernel';
import { Teams } from '@rollcall/teams';
import { DataSource } from 'typeorm';

import { agentNotFound } from './agent.errors.js';
import type { AgentEntity } from './agent.entity.js';
import type { AgentWorkloadEntity } from './agent-workload.entity.js';

/** How many conversations an agent has, and when it was given one last. */
export type Workload = Pick<AgentWorkloadEntity, 'assignedConversations' | 'lastAssignedAt'>;

/** A member of a team that could take a conversation now. */
export type AssignableAgent = Pick<AgentEntity, 'id' | 'firstName' | 'lastName' | 'availabilityStatus' | 'avatarUrl'> &
  Workload;

/** Who could take work now. Rollcall has no conversations: the program that assigns them says how many each agent has. */
@Injectable()
export class AgentWorkloads {
  constructor(
    private readonly dataSource: DataSource,
    private readonly teams: Teams,
    private readonly clock: Clock,
  ) {}

  /**
   * The members of a team that are enabled and online, may write messages, and have fewer conversations than the team allows each
   * (0 allows any number). Who has waited longest for one comes first, as round robin takes them.
   * @throws DomainError `team_not_found`
   */
  async assignable(teamId: number): Promise<AssignableAgent[]> {
    const { maxAutoAssignedConversations: max } = await this.teams.get(teamId);
    return this.dataSource.query(
      `SELECT agent.id, agent.first_name AS "firstName", agent.last_name AS "lastName",
         agent.availability_status AS "availabilityStatus", agent.avatar_url AS "avatarUrl",
         coalesce(w.assigned_conversations, 0) AS "assignedConversations", w.last_assigned_at AS "lastAssignedAt"
       FROM team_members tm
       JOIN agents agent ON agent.id = tm.agent_id AND agent.deleted_at IS NULL AND agent.enabled
         AND agent.availability_status = 'online'
       LEFT JOIN agent_workloads w ON w.agent_id = agent.id
       WHERE tm.team_id = $1 AND ($2 = 0 OR coalesce(w.assigned_conversations, 0) < $2)
         AND EXISTS (SELECT FROM agent_roles ar JOIN roles r ON r.id = ar.role_id
           WHERE ar.agent_id = agent.id AND (r.built_in = 'admin' OR 'messages:write' = ANY (r.permissions)))
       ORDER BY w.last_assigned_at NULLS FIRST, agent.id`,
      [teamId, max],
    );
  }

  /**
   * Takes note of how many conversations an agent has. When there are more than before, it was given one now, and is last in turn.
   * @throws DomainError `agent_not_found`
   */
  async set(agentId: number, assignedConversations: number): Promise<Workload> {
    const [workload]: [Workload | undefined] = await this.dataSource.query(
      `INSERT INTO agent_workloads AS w (agent_id, assigned_conversations, last_assigned_at)
       SELECT id, $2, CASE WHEN $2 > 0 THEN $3::timestamptz END FROM agents WHERE id = $1 AND deleted_at IS NULL
       ON CONFLICT (agent_id) DO UPDATE SET assigned_conversations = excluded.assigned_conversations,
         last_assigned_at = CASE WHEN excluded.assigned_conversations > w.assigned_conversations THEN $3 ELSE w.last_assigned_at END
       RETURNING assigned_conversations AS "assignedConversations", last_assigned_at AS "lastAssignedAt"`,
      [agentId, assignedConversations, this.clock.now()],
    );
    return workload ?? agentNotFound(agentId);
  }
}
