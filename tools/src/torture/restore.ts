import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { freePort, startEmbeddedServer } from '@rollcall/database/embedded';
import pg from 'pg';

import { ADMIN, startApi, startWorker } from '../bench/scene.js';
import { Cleanups } from '../cleanups.js';
import { findBreaks } from './counts/chain.js';
import { grouped } from './counts/grouped.js';
import { copyCluster } from './machine/copy-cluster.js';
import { readMails } from './machine/machine.js';
import { NodePart } from './machine/node-part.js';

/**
 * Backs a database up as docs/operations.md says while agents are created and mails are sent, restores it into an empty server, lets
 * a worker do what is left there, and fails unless each agent that was acknowledged before the backup began is there, the chain of
 * the activity log is whole, and each of their welcome mails was sent, as one mail. Node's `cp` and SQL do what pg_basebackup does, so
 * that nothing has to be installed in the version of the embedded server.
 */
const BEFORE_MS = 4_000;
const AFTER_MS = 2_000;
const PATIENCE_MS = 60_000;
const LOOK_MS = 200;

const cleanups = new Cleanups();
try {
  await run();
} finally {
  await cleanups.run();
}

async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-restore-'));
  cleanups.add(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  const [first, second, archive] = ['first', 'second', 'archive'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(archive, { mode: 0o777 });
  await chmod(archive, 0o777);
  const mail = await startMail(folder);
  const server = await startEmbeddedServer({
    folder: first,
    durable: true,
    settings: ['archive_mode=on', `archive_command=cp %p ${archive}/%f`],
  });
  cleanups.add(() => server.stop());
  await server.createDatabase('rollcall');
  const settings = settingsOf(server.url('rollcall'), mail.port);
  const api = await startApi(cleanups, settings);
  const worker = await startWorker(cleanups, settings);

  const acknowledged: string[] = [];
  const enough = new AbortController();
  const creating = Promise.all([1, 2, 3].map(() => createAgents(api.url, acknowledged, enough.signal)));
  await setTimeout(BEFORE_MS);
  const before = [...acknowledged];
  const last = await copyCluster(server.url('rollcall'), first, second, 'recovery.signal');
  await until('the log of the backup', () => Promise.resolve(existsSync(join(archive, last))));
  await setTimeout(AFTER_MS);
  enough.abort();
  await creating;
  // The disaster.
  await Promise.all([api.child.kill(), worker.child.kill()]);
  await server.stop();
  await rm(join(first, 'cluster'), { recursive: true });

  const restored = await startEmbeddedServer({
    folder: second,
    durable: true,
    settings: [`restore_command=cp ${archive}/%f %p`, 'recovery_target=immediate', 'recovery_target_action=promote'],
  });
  cleanups.add(() => restored.stop());
  const client = new pg.Client(restored.url('rollcall'));
  await client.connect();
  cleanups.add(() => client.end());
  await until('the server to take writes', async () => !(await one(client, 'SELECT pg_is_in_recovery() AS value')));
  await startWorker(cleanups, settingsOf(restored.url('rollcall'), mail.port));
  await until('the jobs', async () => (await one(client, 'SELECT count(*)::int AS value FROM job_outbox')) === 0);
  await until(
    'the seals',
    async () =>
      (await one(client, 'SELECT count(*)::int AS value FROM activity_log WHERE chain_position IS NULL')) === 0,
  );
  await check(client, restored.url('rollcall'), before, mail.journal);
  process.stdout.write(
    `${acknowledged.length} agents acknowledged, ${before.length} of them before the backup began\n`,
  );
}

function settingsOf(databaseUrl: string, mailPort: number) {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    SMTP_URL: `smtp://127.0.0.1:${mailPort}`,
    PUBLIC_URL: 'http://127.0.0.1:8080',
    ...ADMIN.settings,
  };
}

async function startMail(folder: string): Promise<{ readonly port: number; readonly journal: string }> {
  const [port, journal] = [await freePort(), join(folder, 'mails')];
  const program = fileURLToPath(new URL('./machine/smtp-server.js', import.meta.url));
  const environment = { MAIL_PORT: String(port), MAIL_JOURNAL: journal };
  const part = new NodePart({ name: 'mail server', program, environment, log: 2, onEnded: () => undefined });
  cleanups.add(() => part.kill());
  await part.start();
  return { port, journal };
}

async function createAgents(url: string, acknowledged: string[], enough: AbortSignal): Promise<void> {
  while (!enough.aborted) {
    const email = `agent-${randomUUID()}@torture.example`;
    const response = await fetch(`${url}/api/v1/agents`, {
      method: 'POST',
      headers: { authorization: ADMIN.authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ first_name: 'Ada', email, role: 'Agent', send_welcome_email: true }),
    });
    if (!response.ok) throw new Error(`A create was answered ${response.status}: ${await response.text()}`);
    acknowledged.push(email);
  }
}

/** @throws Error that says what is missing */
async function check(client: pg.Client, url: string, before: readonly string[], journal: string): Promise<void> {
  const { rows } = await client.query<{ email: string }>('SELECT email FROM agents WHERE email IS NOT NULL');
  const there = new Set(rows.map(({ email }) => email));
  const mails = grouped(readMails(journal), ({ recipient }) => recipient);
  const wrong = [
    ...before.filter((email) => !there.has(email)).map((email) => `${email} is missing`),
    ...[...there]
      .filter((email) => email.endsWith('@torture.example'))
      .map((email) => ({ email, ids: new Set((mails.get(email) ?? []).map(({ messageId }) => messageId)) }))
      .filter(({ ids }) => ids.size !== 1)
      .map(({ email, ids }) => `${email} got ${ids.size} mails`),
    ...(await findBreaks(url, client)).map(({ detail }) => detail),
  ];
  if (wrong.length > 0) throw new Error(`The backup is not what it should be:\n${wrong.join('\n')}`);
}

async function one(client: pg.Client, sql: string): Promise<unknown> {
  return (await client.query<{ value: unknown }>(sql)).rows[0]?.value;
}

async function until(what: string, probe: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await probe())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await setTimeout(LOOK_MS);
  }
}
