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

/** The ids of the agents in the team that a text stands for, as a subquery; see {@link isTeamCalled}. */
export function membersOfTeam(text: string, key: string): string {
  return `(SELECT tm.agent_id FROM team_members tm JOIN teams t ON t.id = tm.team_id WHERE ${isTeamCalled(text, key)})`;
}
