import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import {
  createTestDatabase,
  describeOnEachQueueBackend,
  type SmtpSink,
  startSmtpSink,
  type TestDatabase,
  waitFor,
} from '@rollcall/testing';

import { ADMIN, type RunningProcess, startProcess } from './processes.js';

/** A stalled job is given to another worker after its lock has run out and two checks have noticed. */
const STALLED_MS = 45_000;

describeOnEachQueueBackend('the welcome mail', (queueSettings) => {
  let database: TestDatabase;
  let sink: SmtpSink;
  let settings: Record<string, string>;
  const running = new Map<'api' | 'worker', RunningProcess>();

  beforeAll(async () => {
    database = await createTestDatabase();
    sink = await startSmtpSink();
    settings = {
      ...queueSettings,
      DATABASE_URL: database.url,
      SMTP_URL: sink.url,
      PUBLIC_URL: 'http://support.example.com',
      ...ADMIN.settings,
    };
  });

  beforeEach(() => {
    sink.hold(false);
    sink.refuse(false);
  });

  afterAll(async () => {
    await Promise.all([end('api', 'SIGKILL'), end('worker', 'SIGKILL')]);
    await sink.close();
    await database.drop();
  });

  /** The api or the worker that a test before has left running, or a new one. */
  const run = async (name: 'api' | 'worker'): Promise<RunningProcess> => {
    const known = running.get(name);
    const process = known?.alive() ? known : await startProcess(name, settings);
    running.set(name, process);
    return process;
  };
  const end = async (name: 'api' | 'worker', signal: 'SIGTERM' | 'SIGKILL') => {
    const process = running.get(name);
    running.delete(name);
    return process?.end(signal);
  };

  const call = async (api: RunningProcess, path: string, body?: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${api.url}/api/v1${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: ADMIN.authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as Record<string, unknown>;
  };

  const createAgent = (api: RunningProcess, email: string) =>
    call(api, '/agents', { first_name: 'Åsa <b>', email, role: 'Agent', send_welcome_email: true });

  const mailTo = (email: string) => sink.mails.filter((mail) => mail.to?.some((to) => to.address === email));
  const expectMailTo = (email: string, timeoutMs?: number) =>
    waitFor(`the mail to ${email}`, () => mailTo(email)[0], timeoutMs);

  it('reaches a new agent, whose password its link sets', async () => {
    const [api] = await Promise.all([run('api'), run('worker')]);
    const created = await createAgent(api, 'asa@example.com');
    const mail = await expectMailTo('asa@example.com');
    expect(mail.html).toContain('Åsa &lt;b&gt;');
    const [, token] =
      /http:\/\/support\.example\.com\/console\/set-password#token=([\w-]+)/.exec(mail.text ?? '') ?? [];
    expect(token).toMatch(/^[\w-]{43}$/);

    const form = new URLSearchParams({ token: token ?? '', password: 'Correct-Horse-7' });
    const set = () => fetch(`${api.url}/api/v1/agents/set-password`, { method: 'POST', body: form });
    expect((await set()).status).toBe(200);
    expect((await set()).status).toBe(400);

    const { id } = created.data as { id: number };
    const mails = await waitFor('the mail to count as sent', async () => {
      const { data } = await call(api, `/agents/${id}/mails`);
      return Array.isArray(data) && (data as { status: string }[])[0]?.status === 'sent' ? data : null;
    });
    expect(mails).toMatchObject([{ to: 'asa@example.com', template: 'welcome', attempts: 1, last_error: null }]);
  });

  it('is not lost when the api is killed right after its answer', async () => {
    const [api] = await Promise.all([run('api'), run('worker')]);
    const emails = Array.from({ length: 10 }, (_, index) => `killed-api-${index}@example.com`);
    await Promise.all(emails.map((email) => createAgent(api, email)));
    await end('api', 'SIGKILL');
    for (const email of emails) await expectMailTo(email);
  });

  it('is sent by the next worker when none was running and the api is gone', async () => {
    await end('worker', 'SIGKILL');
    await createAgent(await run('api'), 'nobody-home@example.com');
    await end('api', 'SIGKILL');
    await run('worker');
    await expectMailTo('nobody-home@example.com');
  });

  it(
    'is sent again, recognisably as the same, when the worker is killed in the middle',
    async () => {
      const [api] = await Promise.all([run('api'), run('worker')]);
      sink.hold(true);
      await createAgent(api, 'killed-worker@example.com');
      await waitFor('the worker to be in the middle', () => sink.held.includes('killed-worker@example.com'));
      await end('worker', 'SIGKILL');
      sink.hold(false);
      await waitFor('the first copy', () => mailTo('killed-worker@example.com').length === 1);
      await run('worker');
      await waitFor('the second copy', () => mailTo('killed-worker@example.com').length === 2, STALLED_MS);
      const ids = mailTo('killed-worker@example.com').map((mail) => mail.messageId);
      expect(ids[0]).toMatch(/^<[\w-]+@support\.example\.com>$/);
      expect(ids[1]).toBe(ids[0]);
    },
    2 * STALLED_MS,
  );

  it('lets both processes finish in order when they are asked to', async () => {
    await Promise.all([run('api'), run('worker')]);
    expect(await Promise.all([end('api', 'SIGTERM'), end('worker', 'SIGTERM')])).toEqual([0, 0]);
  });
});
