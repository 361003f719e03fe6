import { setTimeout } from 'node:timers/promises';

import { peakMemoryOf } from '../bench/footprint.js';
import { ADMIN, type Server, startApi, startDatabase, startWorker } from '../bench/scene.js';
import { Cleanups } from '../cleanups.js';
import { type DirectoryEvent, Receiver } from './receiver.js';

/**
 * Changes agents 5,000 times by the public calls, while a receiver of webhooks is killed and started again at random. Fails unless the
 * webhook and the feed together have every change once, counted by the id of its event, and each in order for every agent. Tells how
 * long another receiver waits, which stays up. A number as an argument has so many other webhooks beside these, whose receiver never
 * answers what it is told of the agents' making; the one that stays up has taken something before they are made. With REDIS_URL the
 * queues are there.
 */
const AGENTS = 50;
const CHANGES = 5_000;
const AT_ONCE = 8;
const DEAF = Number(process.argv[2] ?? 0);
/** How long the webhook has for what is left after the last change. A failed delivery waits longer each time. */
const REST_MS = 120_000;

interface Agent {
  readonly id: number;
  readonly email: string;
}

const cleanups = new Cleanups();
try {
  await run();
} finally {
  await cleanups.run();
}

async function run(): Promise<void> {
  const settings = {
    ...(await startDatabase(cleanups, process.env.REDIS_URL)),
    WEBHOOKS_PRIVATE_NETWORKS: 'true',
    SECRETS_KEY: 's'.repeat(32),
  };
  const api = await startApi(cleanups, settings);
  const worker = await startWorker(cleanups, settings);
  const receiver = await Receiver.start();
  cleanups.add(() => receiver.kill());
  const deaf = await Receiver.start(() => new Promise(() => undefined));
  cleanups.add(() => deaf.kill());
  const webhook = (url: string, ...events: readonly string[]) => ({ name: 'torture', url, events });
  const agents: Agent[] = [];
  const createAgent = async () => {
    const body = { ...fields(`a${agents.length}@example.com`), send_welcome_email: false };
    agents.push((await ask(api, 'POST', '/agents', body)) as Agent);
  };
  const steady = await Receiver.start();
  cleanups.add(() => steady.kill());
  await ask(api, 'POST', '/webhooks', webhook(steady.url, 'agent.created', 'agent.updated'));
  await createAgent();
  while (steady.taken.size === 0) await setTimeout(250);
  await ask(api, 'POST', '/webhooks', webhook(receiver.url, 'agent.updated'));
  for (let made = 0; made < DEAF; made++)
    await ask(api, 'POST', '/webhooks', webhook(`${deaf.url}/${made}`, 'agent.created'));
  while (agents.length < AGENTS) await createAgent();

  const began = performance.now();
  const say = (text: string) => {
    process.stdout.write(`${((performance.now() - began) / 1_000).toFixed(1)} s: ${text}\n`);
  };
  const ending = new AbortController();
  const killing = killAtRandom(receiver, ending.signal);
  await changeAll(api, agents);
  say(`${CHANGES} changes are made; the webhook has ${receiver.taken.size} of them`);
  ending.abort();
  say(`the receiver was killed ${await killing} times; it stays up from now on`);
  for (let left = REST_MS; receiver.taken.size < CHANGES && left > 0; left -= 250) await setTimeout(250);
  say(
    `the webhook has ${receiver.taken.size}, ${receiver.repeated} of them more than once; the worker had ${await peakMemoryOf(worker)} MB at most`,
  );
  const delays = steady.delays.toSorted((a, b) => a - b);
  const share = (part: number) => `${((delays[Math.ceil(part * delays.length) - 1] ?? NaN) / 1_000).toFixed(1)} s`;
  say(
    `a receiver that was never killed has ${steady.taken.size}: half within ${share(0.5)}, 99 of 100 within ${share(0.99)}, all within ${share(1)}`,
  );
  const feed = await readFeed(api);
  say(`the feed has ${feed.length}`);
  check(agents, [...receiver.taken.values()], feed);
  say('together they have each change once, and each has those of an agent in order');
}

/** Makes each agent's changes one after the other, as many at once as there are callers. */
async function changeAll(api: Server, agents: readonly Agent[]): Promise<void> {
  const waiting = [...agents];
  const each = CHANGES / AGENTS;
  const work = async () => {
    for (let agent = waiting.shift(); agent; agent = waiting.shift())
      for (let n = 1; n <= each; n++)
        await ask(api, 'PUT', `/agents/${agent.id}`, { ...fields(agent.email), first_name: String(n) });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

function fields(email: string) {
  return { first_name: '0', email, roles: ['Agent'], teams: [] };
}

/** Kills the receiver and starts it again until the signal, and returns how often. */
async function killAtRandom(receiver: Receiver, ending: AbortSignal): Promise<number> {
  let kills = 0;
  while (!ending.aborted) {
    await setTimeout(200 + Math.random() * 2_000);
    await receiver.kill();
    kills++;
    await setTimeout(Math.random() * 1_500);
    await receiver.restart();
  }
  return kills;
}

async function readFeed(api: Server): Promise<DirectoryEvent[]> {
  const all: DirectoryEvent[] = [];
  for (let cursor = ''; ;) {
    const query = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const page = (await ask(api, 'GET', `/events?limit=1000${query}`)) as {
      readonly results: readonly DirectoryEvent[];
      readonly next_cursor: string;
    };
    if (page.results.length === 0) return all.filter(({ event }) => event === 'agent.updated');
    all.push(...page.results);
    cursor = page.next_cursor;
  }
}

/** @throws Error unless the two together have each change once, and each has those of an agent in order */
function check(agents: readonly Agent[], taken: readonly DirectoryEvent[], feed: readonly DirectoryEvent[]): void {
  const together = [...new Map([...feed, ...taken].map((event) => [event.id, event])).values()];
  if (new Set(feed.map(({ id }) => id)).size !== feed.length) throw new Error('The feed has an event twice');
  const changesOf = (events: readonly DirectoryEvent[], id: number) =>
    events
      .filter(({ payload }) => payload.subject.id === id)
      .map(({ payload }) => Number(payload.changes.first_name?.after));
  for (const { id } of agents) {
    const whole = Array.from({ length: CHANGES / AGENTS }, (_, index) => index + 1).join();
    const all = changesOf(together, id);
    if (all.toSorted((a, b) => a - b).join() !== whole)
      throw new Error(`Agent ${id} has ${all.length} changes, or others`);
    for (const numbers of [changesOf(taken, id), changesOf(feed, id)])
      if (numbers.some((n, index) => n < (numbers[index - 1] ?? 0))) throw new Error(`Agent ${id} is out of order`);
  }
}

async function ask(api: Server, method: string, path: string, body?: object): Promise<unknown> {
  const headers = { authorization: ADMIN.authorization, 'content-type': 'application/json' };
  const response = await fetch(`${api.url}/api/v1${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { data: unknown }).data;
}
