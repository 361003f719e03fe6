/**
 * A condition that the text means the team `t`: it is the team's name or, if no team has this name, the team's id.
 * `text` and `key` are expressions for the text and for its `nameKey`.
 */
export function isTeamCalled(text: string, key: string): string {
  return `CASE
    WHEN EXISTS (SELECT FROM teams WHERE name_key = ${key}) THEN t.name_key = ${key}
    WHEN ${text} ~ '^[0-9]{1,18}$' THEN t.id = CAST(${text} AS bigint)
    ELSE false END`;
}

/** A subquery for the id of the team that a text means, or null; see {@link isTeamCalled}. */
export function idOfTeam(text: string, key: string): string {
  return `(SELECT t.id FROM teams t WHERE ${isTeamCalled(text, key)})`;
}

/** A subquery for the id of the team with a name, or null; `key` is an expression for the `nameKey` of the name. */
export function idOfTeamNamed(key: string): string {
  return `(SELECT t.id FROM teams t WHERE t.name_key = ${key})`;
}

/** A subquery for the ids of the agents in a team; `id` is an expression for the id of the team. */
export function membersOfTeam(id: string): string {
  return `(SELECT tm.agent_id FROM team_members tm WHERE tm.team_id = ${id})`;
}

/** A condition that an agent is in any team; `id` is an expression for the id of the agent. */
export function isInTeam(id: string): string {
  return `EXISTS (SELECT FROM team_members tm WHERE tm.agent_id = ${id})`;
}
