import { randomUUID } from 'node:crypto';

import { ADMIN } from '../../bench/scene.js';
import type { Random } from '../random.js';
import type { Tally, Wrong } from '../tally.js';
import type { Book, BookedAgent, BookedKey } from './book.js';
import type { Answer, Call, Sender } from './sender.js';

/** What all operations need. */
export interface Setting {
  readonly book: Book;
  readonly sender: Sender;
  readonly tally: Tally;
  readonly random: Random;
  /** Aborted when nothing is sent any more. */
  readonly over: AbortSignal;
}

export const TEAMS = ['Red', 'Green', 'Blue'];
export const ROLES = ['Agent', 'Keeper'];
/** Availabilities that nobody changes for an agent that has gone quiet. */
const AVAILABILITIES = ['offline', 'away_manual', 'away_and_reassigning'];
const PASSWORD = 'Correct-Horse-7';
const IMPORTED = 8;

/**
 * Makes a call as the System agent and returns its data, or undefined when the run is over before. Whatever happens on the way, the
 * same Idempotency-Key goes with each sending, unless there is to be none.
 */
export async function ask(
  { sender, tally, over }: Pick<Setting, 'sender' | 'tally' | 'over'>,
  method: Call['method'],
  path: string,
  body?: object | string,
  { isKeyed = true }: { readonly isKeyed?: boolean } = {},
): Promise<Answer['data'] | undefined> {
  const isText = typeof body === 'string';
  const answer = await sender.untilAnswered(
    {
      method,
      path: `/api/v1${path}`,
      headers: {
        authorization: ADMIN.authorization,
        ...(isKeyed ? { 'idempotency-key': randomUUID() } : {}),
        ...(body === undefined ? {} : { 'content-type': isText ? 'text/csv' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    },
    over,
  );
  if (answer && answer.status < 300) return answer.data;
  tally.wrong(
    answer ? 'a request refused that should not be' : 'a request never answered',
    `${method} ${path}${answer ? `: ${answer.status} ${answer.text}` : ''}`,
  );
  return undefined;
}

export async function createAgent(setting: Setting): Promise<void> {
  const { random, book } = setting;
  const name = `agent-${randomUUID()}`;
  const wanted = {
    firstName: name,
    lastName: 'New',
    email: `${name}@torture.example`,
    roles: [random.pick(ROLES) ?? 'Agent'],
    teams: random.shuffled(TEAMS).slice(0, random.between(0, 2)),
    welcome: random.next() < 0.7,
  };
  const data = await ask(setting, 'POST', '/agents', {
    first_name: wanted.firstName,
    last_name: wanted.lastName,
    email: wanted.email,
    roles: wanted.roles,
    teams: wanted.teams,
    send_welcome_email: wanted.welcome,
  });
  if (data) book.agents.push({ ...blank(data), ...wanted });
}

export async function createServiceAccount(setting: Setting): Promise<void> {
  const firstName = `service-${randomUUID()}`;
  const data = await ask(setting, 'POST', '/service-accounts', { first_name: firstName, roles: ['Agent'] });
  if (data) setting.book.agents.push({ ...blank(data), firstName });
}

/** Each becomes a customer at Stripe that subscribes. */
export async function createLiveAgent(setting: Setting): Promise<void> {
  const firstName = `live-${randomUUID()}`;
  const email = `${firstName}@torture.example`;
  const body = { first_name: firstName, last_name: 'New', email, password: PASSWORD };
  const data = await ask(setting, 'POST', '/user/create_live_agent', body);
  if (!data) return;
  const agent = { ...blank({}), uuid: String(data.id), firstName, lastName: 'New', email, subscribes: true };
  setting.book.agents.push(agent);
}

export async function updateAgent(setting: Setting): Promise<void> {
  const { book, random } = setting;
  const agent = random.pick(book.free(({ email }) => email !== null));
  if (!agent) return;
  const wanted = {
    lastName: `Name ${random.between(1, 1_000_000)}`,
    roles: random.shuffled(ROLES).slice(0, random.between(1, 2)),
    teams: random.shuffled(TEAMS).slice(0, random.between(0, 3)),
    availability: random.pick(AVAILABILITIES) ?? 'offline',
  };
  await book.about(agent, async () => {
    const done = await ask(setting, 'PUT', `/agents/${agent.id ?? ''}`, {
      first_name: agent.firstName,
      last_name: wanted.lastName,
      email: agent.email,
      roles: wanted.roles,
      teams: wanted.teams,
      availability_status: wanted.availability,
    });
    if (done) Object.assign(agent, wanted);
  });
}

/** The key of a use makes it happen once, without an Idempotency-Key. */
export async function useCredits(setting: Setting): Promise<void> {
  const { book, random, sender, over, tally } = setting;
  const agent = random.pick(book.agents.filter(({ subscribes, busy }) => subscribes && !busy));
  if (!agent?.uuid) return;
  const path = `/api/v1/user/${agent.uuid}/credits/use`;
  const use = { credit: 'messages', amount: random.between(1, 9), key: randomUUID() };
  await book.about(agent, async () => {
    const headers = { authorization: ADMIN.authorization, 'content-type': 'application/json' };
    const answer = await sender.untilAnswered({ method: 'POST', path, headers, body: JSON.stringify(use) }, over);
    if (answer?.status === 200) agent.uses.set(use.key, use.amount);
    // Nothing was granted yet: the payment at Stripe has not come to be known.
    else if (answer?.status === 422 && agent.uses.size === 0) agent.doubtful.add(use.key);
    else
      tally.wrong(
        answer ? 'a request refused that should not be' : 'a request never answered',
        `POST ${path}: ${answer?.text ?? ''}`,
      );
  });
}

export async function makeKey(setting: Setting): Promise<void> {
  const { book, random } = setting;
  const agent = random.pick(book.free(() => true));
  if (!agent) return;
  await book.about(agent, async () => {
    const data = await ask(setting, 'POST', `/agents/${agent.id ?? ''}/api-keys`, {
      name: `key-${randomUUID()}`,
      kind: 'bearer',
    });
    if (!data) return;
    const key: BookedKey = { agent, id: Number(data.id), token: String(data.token), works: true };
    book.keys.push(key);
    await expectKey(setting, key.token, true, `key ${key.id} of agent ${agent.id ?? ''}, just made`);
  });
}

export async function rotateKey(setting: Setting): Promise<void> {
  await withKey(setting, async (key, path) => {
    const data = await ask(setting, 'POST', `${path}/rotate`, { overlap_seconds: 0 });
    if (!data) return;
    setting.book.oldTokens.push({ token: key.token, agent: key.agent });
    const old = key.token;
    key.token = String(data.token);
    await expectKey(setting, key.token, true, `key ${key.id}, just rotated`);
    await expectKey(setting, old, false, `key ${key.id}, before its rotation`);
  });
}

export async function revokeKey(setting: Setting): Promise<void> {
  await withKey(setting, async (key, path) => {
    if (!(await ask(setting, 'DELETE', path))) return;
    key.works = false;
    await expectKey(setting, key.token, false, `key ${key.id}, just revoked`);
  });
}

export async function deleteAgent(setting: Setting): Promise<void> {
  const { book, random } = setting;
  const agent = random.pick(book.free(() => true));
  if (!agent) return;
  await book.about(agent, async () => {
    if (!(await ask(setting, 'DELETE', `/agents/${agent.id ?? ''}`))) return;
    agent.deleted = true;
    for (const key of book.keys) if (key.agent === agent) key.works = false;
  });
}

/** Returns the id of the import; undefined when the run is over before it is acknowledged. */
export async function importAgents(setting: Setting): Promise<number | undefined> {
  const { book } = setting;
  const agents = Array.from({ length: IMPORTED }, () => {
    const firstName = `import-${randomUUID()}`;
    return { ...blank({}), firstName, lastName: 'Row', email: `${firstName}@torture.example`, teams: ['Red'] };
  });
  const lines = agents.map((agent) => `${agent.firstName},${agent.lastName},${agent.email},Agent,Red`);
  const file = ['first_name,last_name,email,roles,teams', ...lines].join('\n');
  const data = await ask(setting, 'POST', '/agents/imports', file);
  if (!data) return undefined;
  book.agents.push(...agents);
  return Number(data.id);
}

export async function read(setting: Setting): Promise<void> {
  const path = setting.random.pick(['/agents/slice?limit=20', '/teams', '/events?limit=20', '/agents/me']) ?? '';
  await ask(setting, 'GET', path, undefined, { isKeyed: false });
}

/**
 * Asks an api whether a key works, and each of them whether one does not: what one has taken away is refused by the others at once. Notes
 * a wrong answer.
 */
export async function expectKey(
  { sender, tally, over }: Pick<Setting, 'sender' | 'tally' | 'over'>,
  token: string,
  works: boolean,
  which: string,
): Promise<void> {
  const call = { method: 'GET', path: '/api/v1/agents/me', headers: { 'x-api-key': token } } as const;
  const answers = works ? [await sender.untilAnswered(call, over)] : await sender.untilAllAnswered(call, over);
  const amiss = answers.find((answer) => answer && answer.status !== (works ? 200 : 401));
  if (!amiss) return;
  const wrong: Wrong = works
    ? 'a key that does not work after its making was acknowledged'
    : 'a key that works after its revocation was acknowledged';
  tally.wrong(wrong, `${which}: ${amiss.status}`);
}

async function withKey(
  { book, random }: Setting,
  work: (key: BookedKey, path: string) => Promise<void>,
): Promise<void> {
  const key = random.pick(book.keys.filter(({ works, agent }) => works && !agent.busy && !agent.deleted));
  if (key) await book.about(key.agent, () => work(key, `/agents/${key.agent.id ?? ''}/api-keys/${key.id}`));
}

function blank(data: Answer['data']): BookedAgent {
  return {
    id: typeof data.id === 'number' ? data.id : undefined,
    uuid: undefined,
    email: null,
    firstName: '',
    lastName: '',
    roles: ['Agent'],
    teams: [],
    availability: 'offline',
    deleted: false,
    welcome: false,
    subscribes: false,
    uses: new Map(),
    doubtful: new Set(),
    busy: false,
  };
}
