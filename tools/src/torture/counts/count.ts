import { setTimeout } from 'node:timers/promises';

import pg from 'pg';

import { expectKey, type Setting } from '../client/operations.js';
import type { Machine } from '../machine/machine.js';
import { compareKeys, STORED_KEYS, type StoredKey } from './keys.js';
import { compareAgents, type Finding, STORED_AGENTS, type StoredAgent } from './agents.js';
import { compareCredits, compareCustomers, STORED_CREDITS, type StoredCredit, SYNCED_BEHIND } from './billing.js';
import { findBreaks } from './chain.js';
import { compareMails } from './mails.js';
import { compareOpen, CONNECTED, openFiles } from './processes.js';
import { settle } from './settle.js';
import { findStuck } from './work.js';

/** How long work may take that faults have held up: the lease of a sync lasts three minutes, and the waits between attempts double. */
const SETTLE_MS = 420_000;

/** Connections of the client that it does not use any more are closed by the apis after 65 s; what is open then is leaked. */
const UNUSED_MS = 70_000;
const LOOK_MS = 1_000;

/** Waits until all is quiet, and then notes everything that is not as it was acknowledged. Returns how long it was until then, in ms. */
export async function count(
  machine: Machine,
  setting: Setting,
  filesBefore: ReadonlyMap<string, number>,
): Promise<number> {
  const { book, tally, over } = setting;
  const client = new pg.Client(machine.postgres.url);
  await client.connect();
  try {
    const settled = await settle(client, SETTLE_MS, over);
    const { rows: agents } = await client.query<StoredAgent>(STORED_AGENTS);
    const { rows: keys } = await client.query<StoredKey>(STORED_KEYS);
    const { rows: credits } = await client.query<StoredCredit>(STORED_CREDITS);
    const { rows: behind } = await client.query<{ uuid: string }>(SYNCED_BEHIND);
    const findings = [
      ...settled.findings,
      ...compareAgents(book.agents, agents),
      ...compareKeys(book.keys, keys),
      ...compareMails(book.agents, machine.mails()),
      ...compareCredits(book.agents, credits, new Set(behind.map(({ uuid }) => uuid))),
      ...compareCustomers(agents, await machine.customers()),
      ...(await findLeaks(machine, client, filesBefore)),
      ...(await findStuck(machine, client)),
      ...(await findBreaks(machine.postgres.url, client)),
    ];
    for (const { wrong, detail } of findings) tally.wrong(wrong, detail);
    for (const { token, works, id } of book.keys) await expectKey(setting, token, works, `key ${id}, in the end`);
    for (const { token, agent } of book.oldTokens)
      await expectKey(setting, token, false, `a rotated key of agent ${agent.id ?? ''}, in the end`);
    return settled.tookMs;
  } finally {
    await client.end();
  }
}

/** What is still open that nobody uses, once connections have had the time to be closed. */
async function findLeaks(
  machine: Machine,
  client: pg.Client,
  filesBefore: ReadonlyMap<string, number>,
): Promise<Finding[]> {
  const ends = performance.now() + UNUSED_MS;
  for (;;) {
    const { rows } = await client.query<{ count: number; forgotten: number }>(CONNECTED);
    const [connected = { count: 0, forgotten: 0 }] = rows;
    const leaks = compareOpen(machine.backend, connected, filesBefore, openFiles(machine));
    if (leaks.length === 0 || performance.now() > ends) return leaks;
    await setTimeout(LOOK_MS);
  }
}
