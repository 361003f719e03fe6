import { setTimeout } from 'node:timers/promises';

import {
  ask,
  createAgent,
  createLiveAgent,
  createServiceAccount,
  deleteAgent,
  importAgents,
  makeKey,
  read,
  revokeKey,
  ROLES,
  rotateKey,
  type Setting,
  TEAMS,
  updateAgent,
  useCredits,
} from './operations.js';

/** What the client does, each as often as its share says. */
const OPERATIONS = [
  [28, createAgent],
  [20, updateAgent],
  [16, useCredits],
  [8, read],
  [6, createLiveAgent],
  [6, makeKey],
  [5, rotateKey],
  [4, revokeKey],
  [4, deleteAgent],
  [3, createServiceAccount],
] as const;
const SHARES = OPERATIONS.reduce((sum, [share]) => sum + share, 0);

/** Operations a second while they are answered, and how many may be under way at once while they are not. */
const RATE = 5;
const MOST_UNDER_WAY = 60;
const IMPORT_EVERY_MS = 20_000;

const PLAN = {
  name: 'Basic',
  plan_lookup_key: 'basic',
  description: '',
  bots_count: 1,
  queries_count: 1,
  words_count: 1,
  voice_seconds: 1,
  premium_support: false,
};

/** What the plan of all who subscribe gives for a cycle. */
export const GRANTED = 1_000_000;

/** Makes what operations need. Returns the id of the agency, which is in the address of Stripe's webhooks. */
export async function prepare(setting: Setting): Promise<string> {
  for (const name of TEAMS) await ask(setting, 'POST', '/teams', { name });
  for (const name of ROLES.filter((role) => role !== 'Agent'))
    await ask(setting, 'POST', '/roles', { name, permissions: ['tags:manage'] });
  const agency = String((await ask(setting, 'GET', '/agency', undefined, { isKeyed: false }))?.id);
  const plan = { ...PLAN, credits: { messages: GRANTED } };
  await ask(setting, 'POST', `/agency/billing/${agency}/billing_plan`, plan);
  return agency;
}

/** Works at a steady rate until `enough` is aborted, then waits for what is under way. */
export async function work(setting: Setting, enough: AbortSignal): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const begin = (operation: (setting: Setting) => Promise<void>) => {
    const done = operation(setting).finally(() => underWay.delete(done));
    underWay.add(done);
  };
  let importAt = 0;
  let importing: Promise<void> | undefined;
  while (!enough.aborted) {
    if (performance.now() >= importAt && importing === undefined) {
      importAt = performance.now() + IMPORT_EVERY_MS;
      begin((given) => (importing = importOne(given).finally(() => (importing = undefined))));
    }
    if (underWay.size < MOST_UNDER_WAY) begin(chosen(setting));
    await setTimeout(1_000 / RATE);
  }
  await Promise.all(underWay);
}

/** One import runs at a time, so it is waited for. */
async function importOne(setting: Setting): Promise<void> {
  const id = await importAgents(setting);
  if (id === undefined) return;
  while (!setting.over.aborted) {
    const found = await ask(setting, 'GET', `/agents/imports/${id}`, undefined, { isKeyed: false });
    if (found?.ended_at !== null) return;
    await setTimeout(500);
  }
}

function chosen({ random }: Setting): (setting: Setting) => Promise<void> {
  let left = random.next() * SHARES;
  for (const [share, operation] of OPERATIONS) if ((left -= share) < 0) return operation;
  return read;
}
