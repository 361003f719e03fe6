import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { freePort, waitFor } from '@rollcall/testing';

import { StartedRollcall } from './started-rollcall.js';

const JOHN = { first_name: 'John', email: 'john@example.com', role: 'Agent', send_welcome_email: true };

describe('npm start', () => {
  jest.setTimeout(120_000);

  const started: StartedRollcall[] = [];
  let folder: string;
  let settings: Record<string, string>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-start-'));
    await chmod(folder, 0o755); // PostgreSQL, which does not run as root, must be able to enter it.
    settings = { DATA_DIR: folder, PORT: String(await freePort()), WORKER_PORT: String(await freePort()) };
  });

  afterEach(async () => {
    for (const rollcall of started.splice(0)) await rollcall.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function start(): StartedRollcall {
    const rollcall = new StartedRollcall(settings);
    started.push(rollcall);
    return rollcall;
  }

  /** The credentials that the first start shows, as a header. */
  function authorization(first: StartedRollcall): Record<string, string> {
    const pair = `${first.find(/API key: +(\w{32})\b/)}:${first.find(/API secret: +(\w{64})\b/)}`;
    return { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  }

  async function agents(headers: Record<string, string>, request: RequestInit = {}): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${String(settings.PORT)}/api/v1/agents`, { headers, ...request });
    expect(response.status).toBe(200);
    return ((await response.json()) as { data: unknown }).data;
  }

  function create(headers: Record<string, string>): Promise<unknown> {
    const json = { ...headers, 'Content-Type': 'application/json' };
    return agents(headers, { method: 'POST', headers: json, body: JSON.stringify(JOHN) });
  }

  it('shows how to get in, and a page with the mail that welcomes an agent', async () => {
    const rollcall = await start().ready();
    await expect(create(authorization(rollcall))).resolves.toMatchObject({ email: JOHN.email });
    const page = rollcall.find(/Mail .*(http:\S+)/);
    const [mail] = await waitFor('the mail', async () => {
      const mails = (await (await fetch(`${page}/email`)).json()) as { to: { address: string }[] }[];
      return mails.length > 0 && mails;
    });
    expect(mail?.to).toEqual([expect.objectContaining({ address: JOHN.email })]);
  });

  it('comes up with the same agents after it was stopped, and shows no credentials again', async () => {
    const first = await start().ready();
    const headers = authorization(first);
    await create(headers);
    const before = await agents(headers);
    await expect(first.stop('SIGTERM')).resolves.toBe(0);

    const second = await start().ready();
    await expect(agents(headers)).resolves.toEqual(before);
    expect(second.output).not.toContain('API secret');
  });

  it('leaves the database to the others until they are done when Ctrl-C stops it', async () => {
    const rollcall = await start().ready();
    await expect(rollcall.interrupt()).resolves.toBe(0);
    expect(rollcall.output).not.toMatch(/"level":"(warn|error|fatal)"|terminat/);
  });

  it('refuses to start while another one uses the data folder, and says which', async () => {
    const first = await start().ready();
    const second = start();
    await expect(second.ended()).resolves.toBe(1);
    expect(second.output).toContain(`The data folder ${folder} is in use by the process ${first.pid}`);
    await expect(agents(authorization(first))).resolves.toBeDefined();
  });

  it('comes up again with the same agents after it was killed', async () => {
    const first = await start().ready();
    const headers = authorization(first);
    await create(headers);
    const before = await agents(headers);
    await first.stop('SIGKILL');

    await start().ready();
    await expect(agents(headers)).resolves.toEqual(before);
  });
});
