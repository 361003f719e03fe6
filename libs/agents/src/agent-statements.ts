import { DEFAULT_KEY_NAME } from '@rollcall/auth';
import type { EntityMetadata } from 'typeorm';

import { SUMMARY_FIELDS } from './agent-profile.js';

/** The roles and the teams, each in the order of their names, and the key: one value of the row for each. */
const BELONGINGS = `
  (SELECT coalesce(json_agg(json_build_object('id', r.id, 'uuid', r.uuid, 'name', r.name, 'permissions', r.permissions,
            'admin', r.built_in IS NOT DISTINCT FROM 'admin') ORDER BY r.name), '[]')
     FROM agent_roles ar JOIN roles r ON r.id = ar.role_id WHERE ar.agent_id = agent.id) AS roles,
  (SELECT coalesce(json_agg(json_build_object('id', t.id, 'name', t.name, 'emoji', t.emoji) ORDER BY t.name), '[]')
     FROM team_members tm JOIN teams t ON t.id = tm.team_id WHERE tm.agent_id = agent.id) AS teams,
  (SELECT k.key FROM api_keys k WHERE k.agent_id = agent.id AND k.name = '${DEFAULT_KEY_NAME}') AS "apiKey",
  (SELECT k.last_used_at FROM api_keys k WHERE k.agent_id = agent.id AND k.name = '${DEFAULT_KEY_NAME}') AS "apiKeyLastUsedAt"`;

/** What a file says of the agents whose ids are `$1`, in the order of the ids. Deleted agents are left out. */
export const FOR_FILE = `
  SELECT agent.first_name AS "firstName", agent.last_name AS "lastName", agent.email,
    ARRAY(SELECT r.name FROM agent_roles ar JOIN roles r ON r.id = ar.role_id
          WHERE ar.agent_id = agent.id ORDER BY r.name) AS roles,
    ARRAY(SELECT t.name FROM team_members tm JOIN teams t ON t.id = tm.team_id
          WHERE tm.agent_id = agent.id ORDER BY t.name) AS teams
  FROM unnest($1::bigint[]) WITH ORDINALITY AS asked(id, place)
  JOIN agents agent ON agent.id = asked.id AND agent.deleted_at IS NULL ORDER BY place`;

const SUMMARY: ReadonlySet<string> = new Set(SUMMARY_FIELDS);

/** The statements about `agents` that name all columns, made once from those of the entity. */
export class AgentStatements {
  /** The whole profiles of agents. The caller appends a condition on `agent` that chooses them. */
  readonly profiles: string;
  /** What lists show of the agents whose ids are `$1`, in the order of the ids. Deleted agents are left out. */
  readonly summaries: string;
  /**
   * Writes an agent with its roles and teams and returns its id. Takes the row as JSON by the names of the properties, the
   * ids of the roles and those of the teams.
   */
  readonly insert: string;
  /**
   * Writes many agents likewise, but those whose mailbox another agent has, also one before it in the list, and returns the
   * ids and uuids of those that it wrote. Takes the rows as JSON, and roles and teams as pairs of the agent's uuid and an id.
   */
  readonly insertMany: string;
  private readonly columnsByProperty: ReadonlyMap<string, string>;

  constructor({ columns }: Pick<EntityMetadata, 'columns'>) {
    const shown = columns.filter(({ isSelect }) => isSelect);
    const given = columns.filter(({ isGenerated }) => !isGenerated);
    this.columnsByProperty = new Map(columns.map((column) => [column.propertyName, column.databaseName]));
    this.profiles = `SELECT ${list(shown, (column, property) => `agent.${column} AS ${property}`)}, ${BELONGINGS}
      FROM agents agent WHERE agent.deleted_at IS NULL`;
    const summary = shown.filter(({ propertyName }) => SUMMARY.has(propertyName));
    this.summaries = `SELECT ${list(summary, (column, property) => `agent.${column} AS ${property}`)}
      FROM unnest($1::bigint[]) WITH ORDINALITY AS asked(id, place)
      JOIN agents agent ON agent.id = asked.id AND agent.deleted_at IS NULL ORDER BY place`;
    this.insert = `
      WITH agent AS (
        INSERT INTO agents (${list(given, (column) => column)})
        SELECT ${list(given, (_, property) => property)}
        FROM json_to_record($1::json) AS input (${list(given, (_, property, type) => `${property} ${type}`)})
        RETURNING id
      ), held AS (
        INSERT INTO agent_roles (agent_id, role_id) SELECT agent.id, role FROM agent, unnest($2::bigint[]) AS role
      ), joined AS (
        INSERT INTO team_members (agent_id, team_id) SELECT agent.id, team FROM agent, unnest($3::bigint[]) AS team
      )
      SELECT id FROM agent`;
    this.insertMany = `
      WITH agent AS (
        INSERT INTO agents (${list(given, (column) => column)})
        SELECT ${list(given, (_, property) => property)}
        FROM json_to_recordset($1::json) AS input (${list(given, (_, property, type) => `${property} ${type}`)})
        ON CONFLICT (email_key) WHERE deleted_at IS NULL DO NOTHING
        RETURNING id, uuid
      ), held AS (
        INSERT INTO agent_roles (agent_id, role_id)
        SELECT agent.id, link.role FROM agent JOIN unnest($2::uuid[], $3::bigint[]) AS link(uuid, role) USING (uuid)
      ), joined AS (
        INSERT INTO team_members (agent_id, team_id)
        SELECT agent.id, link.team FROM agent JOIN unnest($4::uuid[], $5::bigint[]) AS link(uuid, team) USING (uuid)
      )
      SELECT id, uuid FROM agent`;
  }

  /** Sets these properties of the agent `$1`, each to the next parameter. */
  update(properties: readonly string[]): string {
    const settings = properties.map((property, index) => `${this.columnOf(property)} = $${index + 2}`);
    return `UPDATE agents SET ${settings.join(', ')} WHERE id = $1`;
  }

  private columnOf(property: string): string {
    const column = this.columnsByProperty.get(property);
    if (column === undefined) throw new Error(`Agents have no ${property}`);
    return column;
  }
}

function list(
  columns: EntityMetadata['columns'],
  words: (column: string, property: string, type: string) => string,
): string {
  return columns
    .map(({ databaseName, propertyName, type }) => words(databaseName, `"${propertyName}"`, String(type)))
    .join(', ');
}
