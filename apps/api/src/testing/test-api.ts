import type { NestExpressApplication } from '@nestjs/platform-express';
import { Bootstrap } from '@rollcall/agents';
import { randomToken } from '@rollcall/auth';
import { loadConfig } from '@rollcall/config';
import { DatabaseClient } from '@rollcall/database';
import { createTestDatabase } from '@rollcall/testing';
import { parseSetCookie, stringifyCookie } from 'cookie';
import pg from 'pg';
import { pino, type Logger } from 'pino';

import { createApi } from '../create-api.js';
import type { HttpTimeouts } from '../http/server/http-server.js';
import { Windows } from '../http/window.js';
import { apiDescription } from '../openapi/describe-api.js';
import { Client } from './client.js';
import { Description, type Models } from './description.js';
import type { TestedWindow } from './tested-window.js';
import { TESTED_WINDOWS } from './tested-windows.js';

export const ADMIN = {
  email: 'admin@rollcall.test',
  key: 'AdminKey'.padEnd(32, '0'),
  secret: 'AdminSecret'.padEnd(64, '0'),
  token: `in-${'T'.repeat(43)}`,
};

/** Everything the domain stores, without two columns: when an agent was last active, and the position of an event, which readers set. */
const TABLES = [
  'agents',
  'agent_roles',
  'teams',
  'team_members',
  'roles',
  'api_keys',
  'billing_accounts',
  'credit_entries',
  'credit_grants',
  'stripe_events',
  'billing_plans',
  'password_tokens',
  'sessions',
  'password_resets',
  'mails',
  'activity_log',
  'activity_chain',
  'events',
  'webhooks',
  'webhook_deliveries',
  'job_outbox',
];

/** The descriptions of the API, by its windows. Each is made once, because it depends on the code alone and is slow to make. */
const descriptions = new Map<readonly TestedWindow[], Description>();

/** An agent of a test with its key. */
export interface TestAgent {
  readonly agent: Models['AgentDto'];
  readonly key: string;
  readonly secret: string;
  readonly client: Client;
}

/** A session with the CSRF token that its pages send with every change. */
export interface TestSession {
  readonly client: Client;
  readonly secret: string;
  readonly csrf: string;
}

export interface TestApiOptions {
  /** By default, one that writes nothing. */
  readonly logger?: Logger;
  /** Settings besides those that every test needs. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Those of production by default. */
  readonly timeouts?: HttpTimeouts;
  /** Turns the URL of the database into the one that the application is given. */
  readonly connectThrough?: (databaseUrl: string) => Promise<string>;
  /** All windows by default. */
  readonly windows?: readonly TestedWindow[];
}

/** The application on its own port, with its own database. */
export class TestApi {
  private count = 0;
  private stopped = false;

  private constructor(
    readonly app: NestExpressApplication,
    /** Its origin, without a slash at the end. */
    readonly url: string,
    readonly databaseUrl: string,
    readonly description: Description,
    private readonly windows: Windows<TestedWindow>,
    private readonly pool: pg.Pool,
    private readonly dropDatabase: () => Promise<void>,
  ) {}

  static async start({
    logger = pino({ level: 'silent' }),
    settings = {},
    timeouts,
    connectThrough,
    windows = TESTED_WINDOWS,
  }: TestApiOptions = {}): Promise<TestApi> {
    const database = await createTestDatabase();
    const config = loadConfig({
      DATABASE_URL: (await connectThrough?.(database.url)) ?? database.url,
      SMTP_URL: 'smtp://unused',
      BOOTSTRAP_ADMIN_EMAIL: ADMIN.email,
      BOOTSTRAP_API_KEY: ADMIN.key,
      BOOTSTRAP_API_SECRET: ADMIN.secret,
      BOOTSTRAP_TOKEN: ADMIN.token,
      // All of a test's requests come from one address.
      LIMIT_PER_ADDRESS: '999999',
      LIMIT_PER_ACCOUNT: '999999',
      // As cheap as Argon2 gets.
      ARGON2_MEMORY_KIB: '8',
      ARGON2_PASSES: '1',
      ...settings,
    });
    const app = await createApi(config, logger, windows, timeouts);
    await app.get(Bootstrap, { strict: false }).run();
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const pool = new pg.Pool({ Client: DatabaseClient, connectionString: database.url, max: 2 }).on(
      'error',
      () => undefined,
    );
    const description = descriptions.get(windows) ?? new Description(apiDescription(app));
    descriptions.set(windows, description);
    return new TestApi(app, url, database.url, description, new Windows(windows), pool, () => database.drop());
  }

  /** Ends the application and keeps its database for the test to read. */
  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    await this.app.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.pool.end();
    await this.dropDatabase();
  }

  /** Without credentials, at the root and not under /api/v1. */
  get root(): Client {
    return new Client(this.url, this.description, this.windows);
  }

  /** Without credentials. */
  get anonymous(): Client {
    return new Client(`${this.url}/api/v1`, this.description, this.windows);
  }

  /** The System agent. */
  get admin(): Client {
    return this.as(ADMIN.key, ADMIN.secret);
  }

  as(key: string, secret: string): Client {
    return this.anonymous.with({ Authorization: basic(key, secret) });
  }

  /** A text that no other call returns. */
  unique(prefix = 'it'): string {
    return `${prefix}${++this.count}`;
  }

  /** A new role with these permissions. */
  async role(...permissions: readonly string[]): Promise<Models['RoleDto']> {
    return (await this.admin.post('/roles', { name: this.unique('Role '), permissions })).one('RoleDto');
  }

  async team(name = this.unique('Team ')): Promise<Models['TeamDto']> {
    return (await this.admin.post('/teams', { name })).one('TeamDto');
  }

  /** The body of a valid request for a new agent, changed as asked. */
  newAgent(changes: object = {}): Record<string, unknown> {
    return { first_name: 'Ada', email: `${this.unique('ada')}@example.com`, role: 'Agent', ...changes };
  }

  async agent(changes: object = {}): Promise<Models['AgentDto']> {
    return (await this.admin.post('/agents', this.newAgent(changes))).one('AgentDto');
  }

  /** A new agent with a key, holding exactly these permissions. */
  async agentWith(...permissions: readonly string[]): Promise<TestAgent> {
    const role = await this.role(...permissions);
    return this.withKey(await this.agent({ role: role.name }));
  }

  /** Gives the agent a key. */
  async withKey(agent: Models['AgentDto']): Promise<TestAgent> {
    const pair = (await this.admin.post(`/agents/${agent.id}/api-key`)).one('ApiKeyPairDto');
    return { agent, key: pair.api_key, secret: pair.api_secret, client: this.as(pair.api_key, pair.api_secret) };
  }

  /** A new agent that can log in. */
  async agentWithPassword(password: string, changes: object = {}): Promise<Models['AgentDto']> {
    const agent = await this.agent(changes);
    return (await this.admin.put(`/agents/${agent.id}`, { ...agent, new_password: password })).one('AgentDto');
  }

  /** Logs in as a browser does. The secret is that of the session. @throws Error when it is refused */
  async login(email: string, password: string): Promise<TestSession> {
    const { headers, status } = await this.anonymous.post('/auth/login', { email, password });
    const cookies = Object.fromEntries(
      headers
        .getSetCookie()
        .map((text) => parseSetCookie(text))
        .map(({ name, value }) => [name, value]),
    );
    const { rollcall_session: secret, csrf_token: csrf } = cookies;
    if (!secret || !csrf) throw new Error(`The login of ${email} is answered ${status}`);
    return { client: this.anonymous.with({ Cookie: stringifyCookie(cookies), 'X-CSRFTOKEN': csrf }), secret, csrf };
  }

  /** Remembers all that is stored. Returns a function that restores it, together with the next ids. */
  async keep(): Promise<() => Promise<void>> {
    const tables = await this.rows("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'");
    const sequences = await this.rows(
      `SELECT sequencename AS name, coalesce(last_value, 1) AS last, last_value IS NOT NULL AS called
       FROM pg_sequences WHERE schemaname = 'public'`,
    );
    await this.rows('CREATE SCHEMA kept');
    for (const { name } of tables) await this.rows(`CREATE TABLE kept.${String(name)} AS TABLE public.${String(name)}`);
    const statements = [
      // Neither foreign keys nor triggers, which are for what is new, nor anybody who writes meanwhile.
      'BEGIN; SET LOCAL session_replication_role = replica',
      `LOCK TABLE ${tables.map(({ name }) => `public.${String(name)}`).join(', ')}`,
      ...tables.map(({ name }) => `DELETE FROM public.${String(name)}`),
      ...tables.map(
        ({ name }) => `INSERT INTO public.${String(name)} OVERRIDING SYSTEM VALUE TABLE kept.${String(name)}`,
      ),
      ...sequences.map(
        ({ name, last, called }) => `SELECT setval('${String(name)}', ${String(last)}, ${String(called)})`,
      ),
      'COMMIT',
    ];
    return async () => {
      await this.rows(statements.join(';'));
    };
  }

  /** A token to set the agent's password, as the worker makes it when it sends the mail: only its hash is stored. */
  async passwordToken(agentId: number, lifetime = '24 hours'): Promise<string> {
    const token = randomToken();
    await this.rows(
      `INSERT INTO password_tokens (agent_id, created_at, expires_at, token_hash)
       VALUES ($1, now(), now() + $2::interval, sha256($3::bytea))`,
      [agentId, lifetime, Buffer.from(token)],
    );
    return token;
  }

  /** Asks the database directly, without the application. */
  async rows(sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    const { rows } = await this.pool.query<Record<string, unknown>>(sql, [...values]);
    return rows;
  }

  /** All that is stored: two results are equal when nothing was changed in between. */
  async stored(): Promise<Record<string, unknown>> {
    const columns = TABLES.map(
      (table) =>
        `(SELECT jsonb_agg(to_jsonb(t) - 'last_used_at' - 'last_active_at' - 'last_seen_at' - 'position' ORDER BY to_jsonb(t)) FROM ${table} t) AS ${table}`,
    );
    const [row] = await this.rows(`SELECT ${columns.join(', ')}`);
    return row ?? {};
  }

  /** The activity entries that `work` wrote, in order. */
  async activityDuring(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
    const [last] = await this.rows('SELECT coalesce(max(id), 0) AS id FROM activity_log');
    await work();
    return this.rows(
      `SELECT activity_type AS type, actor_id::int AS actor, target_model_type AS target, target_model_id::int AS id, ip
       FROM activity_log WHERE id > $1 ORDER BY id`,
      [last?.id],
    );
  }
}

export function basic(key: string, secret: string): string {
  return `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
}
