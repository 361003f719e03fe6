import { randomBytes, randomUUID } from 'node:crypto';

import { hash, verify } from '@node-rs/argon2';
import express, { type Request, type Response } from 'express';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';

import { AgentStatements, type Doing } from './agents.js';
import { agentAnswer, type AgentRow, success, userAnswer } from './answers.js';
import { type Caller, identify, sha256 } from './identity.js';
import { openMailQueue } from './mail-queue.js';

// The yardstick: the measured calls, written by hand with only Express and node-postgres. One statement finds the caller,
// one reads and one writes. Each is prepared under its name, and nothing is read back. The answers are those of the api,
// byte for byte. The yardstick checks only the input that these calls need.

const { DATABASE_URL, PORT } = process.env;
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10, keepAlive: true });
const agents = new AgentStatements(pool);
const mails = openMailQueue(process.env);

const app = express();
app.disable('x-powered-by');
app.use(express.json());
app.get('/health/ready', (_request, response) => {
  response.json(success(true));
});

app.post('/api/v1/auth/login', async (request, response) => {
  const { email, password } = request.body as LoginBody;
  const agent = await agents.findByEmail(email.trim().toLowerCase());
  if (!agent?.enabled || !agent.password_hash || !(await verify(agent.password_hash, password))) {
    refuse(response, 401, 'The e-mail or the password is wrong');
    return;
  }
  const now = new Date();
  const [token, csrfToken] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];
  await agents.logIn(agent.id, now, [sha256(token), sha256(csrfToken)], request.ip, randomUUID());
  const options = { path: '/', sameSite: 'lax', maxAge: 7 * 24 * 60 * 60 * 1_000 } as const;
  response.cookie('rollcall_session', token, { ...options, httpOnly: true });
  response.cookie('csrf_token', csrfToken, options);
  response.json(success(agentAnswer({ ...agent, last_login_at: now })));
});

app.use(identify(pool));

app.get('/api/v1/agents', permit('users:manage'), async (request, response) => {
  const limit = Number(request.query.limit);
  const found = await agents.newest(limit + 1);
  const results = found.slice(0, limit) as { id: number; updated_at: Date }[];
  const last = results.at(-1);
  const cursor = last && Buffer.from(`${last.updated_at.getTime()}-${last.id}`).toString('base64url');
  response.json(success({ results, next_cursor: found.length > limit ? cursor : null }));
});

app.get('/api/v1/agents/me', async (_request, response) => {
  answerAgent(response, await agents.find(callerOf(response).agentId));
});

app.get('/api/v1/agents/:id', permit('users:manage'), async (request, response) => {
  answerAgent(response, await agents.find(Number(request.params.id)));
});

app.get('/api/v1/teams', permit('teams:manage'), async (_request, response) => {
  response.json(success(await agents.teams()));
});

app.post('/api/v1/agents', permit('users:manage'), async (request, response) => {
  const body = request.body as AgentBody;
  const { roles, teams } = await agents.named([body.role.toLowerCase()], body.teams);
  if (roles.length !== 1 || teams.length !== body.teams.length) {
    refuse(response, 400, 'There is no such role or team');
    return;
  }
  const jobId = body.send_welcome_email ? uuidv7() : null;
  const row = newAgent(body, roles, teams);
  const id = await agents.create(
    { ...ofRow(row), passwordHash: null, jobId },
    doingOf(request, response),
    createdChanges(row),
  );
  if (jobId) mails.add('send-mail', jobId);
  response.json(success(agentAnswer({ ...row, id })));
});

app.post('/api/v1/user/create_live_agent', permit('users:manage'), async (request, response) => {
  const body = request.body as LiveAgentBody;
  const passwordHash = await hash(body.password, ARGON2);
  const { roles } = await agents.named(['agent'], []);
  const row = newAgent(body, roles, []);
  const id = await agents.create(
    { ...ofRow(row), passwordHash, jobId: null },
    doingOf(request, response),
    createdChanges(row),
  );
  response.status(201).json({ message: 'Data created successfully', meta: {}, data: userAnswer({ ...row, id }) });
});

app.put('/api/v1/agents/:id', permit('users:manage'), async (request, response) => {
  const before = await agents.find(Number(request.params.id));
  const { first_name, last_name, email, role } = request.body as AgentBody;
  if (before?.roles.length !== 1 || before.roles[0]?.name !== role) {
    refuse(response, 400, 'The yardstick changes no roles');
    return;
  }
  const after = { ...before, first_name, last_name, email: email.trim().toLowerCase(), updated_at: new Date() };
  const changes = changesOf(before, after, ['first_name', 'last_name', 'email']);
  await agents.update(after, doingOf(request, response), changes);
  answerAgent(response, after);
});

app.listen(Number(PORT), '127.0.0.1');

process.once('SIGTERM', () => {
  process.exit();
});

interface LoginBody {
  readonly email: string;
  readonly password: string;
}

interface PersonBody {
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  readonly phone?: string;
}

interface AgentBody extends PersonBody {
  readonly role: string;
  readonly teams: readonly string[];
  readonly send_welcome_email: boolean;
}

interface LiveAgentBody extends PersonBody {
  readonly password: string;
}

function permit(permission: string) {
  return (_request: Request, response: Response, next: () => void): void => {
    const { admin, permissions } = callerOf(response);
    if (admin || permissions.includes(permission)) next();
    else refuse(response, 403, `This takes the permission ${permission}`);
  };
}

function callerOf(response: Response): Caller {
  return response.locals.caller as Caller;
}

function doingOf(request: Request, response: Response): Doing {
  const { agentId, keyId } = callerOf(response);
  return { agentId, keyId, ip: request.ip, requestId: randomUUID() };
}

function answerAgent(response: Response, agent: AgentRow | undefined): void {
  if (agent) response.json(success(agentAnswer(agent)));
  else refuse(response, 404, 'There is no such agent');
}

function refuse(response: Response, status: number, message: string): void {
  response.status(status).json({ status: 'error', message, data: null });
}

function newAgent(body: PersonBody, roles: AgentRow['roles'], teams: AgentRow['teams']): AgentRow {
  const now = new Date();
  const phone = body.phone === undefined ? undefined : parsePhoneNumberFromString(body.phone);
  return {
    id: 0,
    uuid: uuidv7(),
    created_at: now,
    updated_at: now,
    first_name: body.first_name,
    last_name: body.last_name,
    email: body.email.trim().toLowerCase(),
    availability_status: 'offline',
    phone: body.phone ?? null,
    phone_number_calling_code: phone ? `+${phone.countryCallingCode}` : null,
    phone_number: phone?.nationalNumber ?? null,
    phone_number_country_code: phone?.country ?? null,
    avatar_url: null,
    enabled: true,
    last_active_at: null,
    last_login_at: null,
    custom_attributes: {},
    country: null,
    external_user_id: null,
    roles,
    teams,
    api_key: null,
    api_key_last_used_at: null,
  };
}

function ofRow(row: AgentRow) {
  return {
    uuid: row.uuid,
    now: row.created_at,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email ?? '',
    phone: [row.phone, row.phone_number_calling_code, row.phone_number, row.phone_number_country_code] as const,
    roleIds: row.roles.map(({ id }) => id),
    teamIds: row.teams.map(({ id }) => id),
  };
}

function createdChanges(row: AgentRow): object {
  const { first_name, last_name, email, enabled, availability_status, phone } = row;
  const fields = {
    ...{ first_name, last_name, email, enabled, availability_status },
    roles: row.roles.map(({ name }) => name),
    teams: row.teams.map(({ name }) => name),
    ...(phone === null ? {} : { phone }),
    ...{ is_enterprise: false, custom_attributes: {} },
  };
  return Object.fromEntries(Object.entries(fields).map(([name, after]) => [name, { before: null, after }]));
}

function changesOf<T>(before: T, after: T, names: readonly (keyof T & string)[]): object {
  const changed = names.filter((name) => before[name] !== after[name]);
  return Object.fromEntries(changed.map((name) => [name, { before: before[name], after: after[name] }]));
}
