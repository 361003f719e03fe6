import pg from 'pg';

import type { AgentRow, RoleRow, TeamRow } from './answers.js';

const ROLE_JSON = `json_build_object('id', r.id, 'uuid', r.uuid, 'name', r.name,
  'admin', r.built_in IS NOT DISTINCT FROM 'admin', 'permissions', r.permissions)`;

const AGENT = `
  SELECT a.id, a.uuid, a.created_at, a.updated_at, a.first_name, a.last_name, a.email, a.availability_status, a.phone,
    a.phone_number_calling_code, a.phone_number, a.phone_number_country_code, a.avatar_url, a.enabled, a.last_active_at,
    a.last_login_at, a.custom_attributes, a.country, a.external_user_id, k.key AS api_key,
    k.last_used_at AS api_key_last_used_at, a.password_hash,
    (SELECT coalesce(json_agg(${ROLE_JSON} ORDER BY r.name), '[]')
       FROM agent_roles ar JOIN roles r ON r.id = ar.role_id WHERE ar.agent_id = a.id) AS roles,
    (SELECT coalesce(json_agg(json_build_object('id', t.id, 'name', t.name, 'emoji', coalesce(t.emoji, '')) ORDER BY t.name), '[]')
       FROM team_members tm JOIN teams t ON t.id = tm.team_id WHERE tm.agent_id = a.id) AS teams
  FROM agents a LEFT JOIN api_keys k ON k.agent_id = a.id AND k.name = 'default'
  WHERE a.deleted_at IS NULL AND`;

const NAMED = `
  SELECT (SELECT coalesce(json_agg(${ROLE_JSON}), '[]') FROM roles r WHERE r.name_key = ANY ($1)) AS roles,
    (SELECT coalesce(json_agg(json_build_object('id', t.id, 'name', t.name, 'emoji', coalesce(t.emoji, '')) ORDER BY t.name), '[]')
       FROM teams t WHERE t.name = ANY ($2)) AS teams`;

const CREATE = `
  WITH agent AS (
    INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, email, enabled, availability_status, phone,
      phone_number_calling_code, phone_number, phone_number_country_code, password_hash)
    VALUES ($1, $2, $2, $3, $4, $5, true, 'offline', $6, $7, $8, $9, $10) RETURNING id
  ), account AS (
    INSERT INTO billing_accounts (agent_id) SELECT id FROM agent
  ), held AS (
    INSERT INTO agent_roles (agent_id, role_id) SELECT agent.id, role FROM agent, unnest($11::bigint[]) AS role
  ), member AS (
    INSERT INTO team_members (agent_id, team_id) SELECT agent.id, team FROM agent, unnest($12::bigint[]) AS team
  ), entry AS (
    INSERT INTO activity_log (created_at, activity_type, activity_description, actor_id, key_id, target_model_type,
      target_model_id, ip, request_id, changes)
    SELECT $2, 'agent_created', $13, $14, $15, 'agent', agent.id, $16, $17, $18 FROM agent
  ), mail AS (
    INSERT INTO mails (created_at, agent_id, recipient, template, status)
    SELECT $2, agent.id, $5, 'welcome', 'queued' FROM agent WHERE $19::uuid IS NOT NULL RETURNING id
  ), job AS (
    INSERT INTO job_outbox (id, created_at, name, payload, sweep_at)
    SELECT $19, $2, 'send-mail', jsonb_build_object('mailId', mail.id), $2 + interval '1 s' FROM mail
  )
  SELECT id FROM agent`;

const UPDATE = `
  WITH agent AS (
    UPDATE agents SET first_name = $2, last_name = $3, email = $4, updated_at = $5 WHERE id = $1 RETURNING id
  )
  INSERT INTO activity_log (created_at, activity_type, activity_description, actor_id, key_id, target_model_type,
    target_model_id, ip, request_id, changes)
  SELECT $5, 'agent_updated', $6, $7, $8, 'agent', agent.id, $9, $10, $11 FROM agent`;

const LIST = `
  SELECT id, first_name, last_name, email, enabled, avatar_url, external_user_id, availability_status, created_at, updated_at
  FROM agents WHERE deleted_at IS NULL AND NOT is_service AND NOT is_system ORDER BY updated_at DESC, id DESC LIMIT $1`;

const LOG_IN = `
  WITH agent AS (
    UPDATE agents SET last_login_at = $2 WHERE id = $1 RETURNING id
  ), over AS (
    DELETE FROM sessions WHERE agent_id = $1 AND (last_seen_at <= $2 - interval '12 hours' OR created_at <= $2 - interval '7 days')
  ), session AS (
    INSERT INTO sessions (agent_id, token_hash, csrf_hash, created_at, last_seen_at, ip)
    SELECT id, $3, $4, $2, $2, $5 FROM agent
  )
  INSERT INTO activity_log (created_at, activity_type, activity_description, actor_id, target_model_type, target_model_id, ip,
    request_id)
  SELECT $2, 'agent_login', 'Logged in', id, 'agent', id, $5, $6 FROM agent`;

/** An agent that logs in. */
export type AgentWithPassword = AgentRow & { readonly password_hash: string | null };

/** The actor and the request, for the activity log. */
export interface Doing {
  readonly agentId: number;
  readonly keyId: number | null;
  readonly ip: string | undefined;
  readonly requestId: string;
}

/** The fields of a new agent. */
export interface NewRow {
  readonly uuid: string;
  readonly now: Date;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: readonly [
    phone: string | null,
    callingCode: string | null,
    number: string | null,
    country: string | null,
  ];
  readonly passwordHash: string | null;
  readonly roleIds: readonly number[];
  readonly teamIds: readonly number[];
  /** The id of the job that sends the welcome mail; null if no mail is sent. */
  readonly jobId: string | null;
}

/** The statements about agents. Each is one round trip, and is prepared under its name. */
export class AgentStatements {
  constructor(private readonly pool: pg.Pool) {}

  async find(id: number): Promise<AgentRow | undefined> {
    return (await this.query<AgentRow>('agent by id', `${AGENT} a.id = $1`, [id]))[0];
  }

  async findByEmail(email: string): Promise<AgentWithPassword | undefined> {
    return (await this.query<AgentWithPassword>('agent by email', `${AGENT} a.email_key = $1`, [email]))[0];
  }

  async newest(limit: number): Promise<object[]> {
    const rows = await this.query<object>('newest agents', LIST, [limit]);
    return rows.map(({ id, ...others }: { id?: number }) => ({ id, type: 'agent', ...others }));
  }

  /** Roles by their names in lower case, and teams by name. */
  async named(
    roles: readonly string[],
    teams: readonly string[],
  ): Promise<{ readonly roles: RoleRow[]; readonly teams: TeamRow[] }> {
    const [row] = await this.query<{ roles: RoleRow[]; teams: TeamRow[] }>('roles and teams by name', NAMED, [
      roles,
      teams,
    ]);
    return row ?? { roles: [], teams: [] };
  }

  /** Writes a new agent and all rows that belong to it in one statement, and returns its id. */
  async create(agent: NewRow, { agentId, keyId, ip, requestId }: Doing, changes: object): Promise<number> {
    const { uuid, now, firstName, lastName, email, phone, passwordHash, roleIds, teamIds, jobId } = agent;
    const [row] = await this.query<{ id: number }>('create agent', CREATE, [
      ...[uuid, now, firstName, lastName, email, ...phone, passwordHash, roleIds, teamIds],
      ...[`Agent ${email} created`, agentId, keyId, ip, requestId, changes, jobId],
    ]);
    return row?.id ?? 0;
  }

  /** Changes the agent and writes the activity entry in one statement. */
  async update(
    { id, first_name, last_name, email, updated_at }: AgentRow,
    { agentId, keyId, ip, requestId }: Doing,
    changes: object,
  ): Promise<void> {
    await this.query('update agent', UPDATE, [
      ...[id, first_name, last_name, email, updated_at],
      ...[`Agent ${email ?? ''} updated`, agentId, keyId, ip, requestId, changes],
    ]);
  }

  /** Begins a session and writes the activity entry in one statement. */
  async logIn(
    id: number,
    now: Date,
    hashes: readonly [token: Buffer, csrf: Buffer],
    ip: string | undefined,
    requestId: string,
  ) {
    await this.query('log in', LOG_IN, [id, now, ...hashes, ip, requestId]);
  }

  async teams(): Promise<object[]> {
    return this.query(
      'teams',
      `SELECT id, created_at, updated_at, coalesce(emoji, '') AS emoji, name, conversation_assignment_type,
         coalesce(timezone, '') AS timezone, business_hours_id, sla_policy_id, max_auto_assigned_conversations FROM teams ORDER BY updated_at DESC, id DESC`,
      [],
    );
  }

  private async query<T extends object>(name: string, text: string, values: unknown[]): Promise<T[]> {
    return (await this.pool.query<T>({ name, text, values })).rows;
  }
}
