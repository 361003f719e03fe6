/**
 * A condition on the team `t`: it is the one that a text stands for, by its name or, where that is no team's, by its id.
 * `text` and `key` are expressions for the text and for its `nameKey`.
 */
export function isTeamCalled(text: string, key: string): string {
  return `CASE
    WHEN EXISTS (SELECT FROM teams WHERE name_key = ${key}) THEN t.name_key = ${key}
    WHEN ${text} ~ '^[0-9]{1,18}$' THEN t.id = CAST(${text} AS bigint)
    ELSE false END`;
}

/** The id of the team that a text stands for, or null, as a subquery; see {@link isTeamCalled}. */
export function idOfTeam(text: string, key: string): string {
  return `(SELECT t.id FROM teams t WHERE ${isTeamCalled(text, key)})`;
}

/** The ids of the agents in a team, as a subquery; `id` is an expression for the id of the team. */
export function membersOfTeam(id: string): string {
  return `(SELECT tm.agent_id FROM team_members tm WHERE tm.team_id = ${id})`;
}
