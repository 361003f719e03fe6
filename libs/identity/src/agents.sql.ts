/**
 * All agents, also deleted ones, as a relation of a FROM clause. PostgreSQL plans it like the table.
 * @example `SELECT agent.email FROM billing_accounts account JOIN ${AGENTS} agent ON agent.id = account.agent_id`
 */
export const AGENTS = `(
  SELECT id, uuid, btrim(first_name || ' ' || last_name) AS name, email, created_at, deleted_at IS NOT NULL AS deleted, is_service
  FROM agents)`;

/**
 * Joins the agent whose id this expression gives as `agent`, if it is enabled and not deleted. A statement may lock it
 * with `FOR NO KEY UPDATE OF agent`.
 * @example `SELECT FROM sessions s ${joinEnabledAgent('s.agent_id')} WHERE s.id = $1`
 */
export function joinEnabledAgent(id: string): string {
  return `JOIN agents agent ON agent.id = ${id} AND agent.enabled AND agent.deleted_at IS NULL`;
}

/**
 * An expression for the name of an agent in texts: `ada@example.com (#7)`, also after it was deleted. A program has
 * no e-mail and is called by its first name. Null if no agent has the id that this expression gives.
 */
export function agentLabel(id: string): string {
  return `(SELECT coalesce(email, first_name) || ' (#' || id || ')' FROM agents WHERE id = ${id})`;
}

/** The column that stores when an agent was last seen, and its table, whose key is `id`. */
export const LAST_ACTIVE = { table: 'agents', column: 'last_active_at' } as const;
