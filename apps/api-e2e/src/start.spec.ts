import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { processInfo } from '@rollcall/database/embedded';
import { freePort, waitFor } from '@rollcall/testing';

import { StartedRollcall } from './started-rollcall.js';

describe('npm start', () => {
  jest.setTimeout(120_000);

  const started: StartedRollcall[] = [];
  let folder: string;
  let settings: Record<string, string>;
  let agentsMade = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-start-'));
    await chmod(folder, 0o755); // PostgreSQL, which does not run as root, must be able to enter it.
    settings = { DATA_DIR: folder, PORT: String(await freePort()), WORKER_PORT: String(await freePort()) };
  });

  afterAll(async () => {
    for (const rollcall of started) await rollcall.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function start(): StartedRollcall {
    const rollcall = new StartedRollcall(settings);
    started.push(rollcall);
    return rollcall;
  }

  /** The one that a test before has left running, or a new one. */
  function running(): Promise<StartedRollcall> {
    return (started.find(({ alive }) => alive) ?? start()).ready();
  }

  /** The credentials that the first start has shown, as a header. */
  function authorization(): Record<string, string> {
    const [first] = started;
    const pair = `${String(first?.find(/API key: +(\w{32})\b/))}:${String(first?.find(/API secret: +(\w{64})\b/))}`;
    return { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  }

  async function agents(request: RequestInit = {}): Promise<unknown> {
    const headers = { ...authorization(), 'Content-Type': 'application/json' };
    const response = await fetch(`http://127.0.0.1:${String(settings.PORT)}/api/v1/agents`, { headers, ...request });
    expect(response.status).toBe(200);
    return ((await response.json()) as { data: unknown }).data;
  }

  /** Creates an agent and returns its e-mail. */
  async function create(): Promise<string> {
    const email = `john${++agentsMade}@example.com`;
    const body = JSON.stringify({ first_name: 'John', email, role: 'Agent', send_welcome_email: true });
    await expect(agents({ method: 'POST', body })).resolves.toMatchObject({ email });
    return email;
  }

  it('shows how to get in, and a page with the mail that welcomes an agent', async () => {
    const rollcall = await running();
    const email = await create();
    const page = rollcall.find(/Mail .*(http:\S+)/);
    const mail = await waitFor('the mail', async () => {
      const mails = (await (await fetch(`${page}/email`)).json()) as { to: { address: string }[] }[];
      return mails.find(({ to }) => to.some(({ address }) => address === email));
    });
    expect(mail.to).toEqual([expect.objectContaining({ address: email })]);
  });

  it('serves the description of the API that is in docs', async () => {
    await running();
    const served = await fetch(`http://127.0.0.1:${String(settings.PORT)}/openapi.json`);
    const documented = await readFile(new URL('../../../docs/api/openapi.json', import.meta.url), 'utf8');
    expect(await served.json()).toEqual(JSON.parse(documented));
  });

  it('shows a link by which the admin is logged in, once and without a password', async () => {
    const rollcall = await running();
    const [page = '', token = ''] = rollcall.find(/^(http:\S+\/console\/sign-in#link=[\w-]+)$/m).split('#link=');
    expect(await (await fetch(page)).text()).toContain('/console/assets/');
    const login = () =>
      fetch(new URL('/api/v1/auth/login-link', page), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ token }),
      });
    expect([(await login()).status, (await login()).status]).toEqual([200, 401]);
  });

  it('comes up with the same agents after it was stopped, and shows no credentials again', async () => {
    const first = await running();
    await create();
    const before = await agents();
    await expect(first.stop('SIGTERM')).resolves.toBe(0);

    const second = await start().ready();
    await expect(agents()).resolves.toEqual(before);
    expect(second.output).not.toContain('API secret');
  });

  it('leaves the database to the others until they are done when Ctrl-C stops it', async () => {
    const rollcall = await running();
    await expect(rollcall.interrupt()).resolves.toBe(0);
    expect(rollcall.output).not.toMatch(/"level":"(warn|error|fatal)"|terminat/);
  });

  it('refuses to start while another one uses the data folder, and says which', async () => {
    const first = await running();
    const second = start();
    await expect(second.ended()).resolves.toBe(1);
    expect(second.output).toContain(`The data folder ${folder} is in use by the process ${first.pid}`);
    await expect(agents()).resolves.toBeDefined();
  });

  it('comes up again with the same agents after it was killed, which ends its database in order', async () => {
    const first = await running();
    await create();
    const before = await agents();
    // PostgreSQL removes this file when it shuts down, and leaves it when it is killed.
    const file = join(folder, 'postgres', 'cluster', 'postmaster.pid');
    const database = Number.parseInt(await readFile(file, 'utf8'), 10);
    await first.stop('SIGKILL');
    await waitFor('the end of PostgreSQL', async () => (await processInfo(database)) === undefined, 20_000);
    expect(existsSync(file)).toBe(false);

    const second = await start().ready();
    await expect(agents()).resolves.toEqual(before);
    await second.stop();
  });
});
