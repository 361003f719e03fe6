import { randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import {
  createTestDatabase,
  describeOnEachQueueBackend,
  type OtlpSink,
  type ReceivedSpan,
  type SmtpSink,
  startOtlpSink,
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
  let collector: OtlpSink;
  let settings: Record<string, string>;
  const running = new Map<'api' | 'worker', RunningProcess>();

  beforeAll(async () => {
    database = await createTestDatabase();
    sink = await startSmtpSink();
    collector = await startOtlpSink();
    settings = {
      ...queueSettings,
      DATABASE_URL: database.url,
      SMTP_URL: sink.url,
      PUBLIC_URL: 'http://support.example.com',
      WEBHOOKS_PRIVATE_NETWORKS: 'true',
      SECRETS_KEY: 's'.repeat(32),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '200',
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
    collector.close();
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

  const call = async (
    api: RunningProcess,
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Record<string, unknown>> => {
    const response = await fetch(`${api.url}/api/v1${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: ADMIN.authorization,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as Record<string, unknown>;
  };

  const createAgent = (api: RunningProcess, email: string, headers?: Readonly<Record<string, string>>) =>
    call(api, '/agents', { first_name: 'Åsa <b>', email, role: 'Agent', send_welcome_email: true }, headers);

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

  it('is told with its request as one trace, and so is what webhooks are sent', async () => {
    const [api, worker] = await Promise.all([run('api'), run('worker')]);
    const received: IncomingHttpHeaders[] = [];
    const receiver = createServer(({ headers }, response) => {
      received.push(headers);
      response.end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/?key=hook-secret`;
    await call(api, '/webhooks', { name: 'traced', url, events: ['agent.created'] });

    const traceId = randomBytes(16).toString('hex');
    await createAgent(api, 'traced@example.com', {
      traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
      'x-request-id': 'request-of-the-trace',
    });
    const named = (name: string) => collector.spans.find((span) => span.traceId === traceId && span.name === name);
    const [mail, hook] = await Promise.all([
      waitFor('the span of the mail', () => named('SMTP send'), 20_000),
      waitFor('the span of the webhook', () => named('POST webhook'), 20_000),
    ]);
    const path = (span: ReceivedSpan | undefined): string[] => {
      if (!span) return [];
      return [...path(collector.spans.find(({ spanId }) => spanId === span.parentId)), `${span.service}: ${span.name}`];
    };
    const root = 'rollcall-api: POST /api/v1/agents';
    const job = [root, 'rollcall-api: promise send-mail', 'rollcall-worker: run send-mail'];
    expect(path(mail)).toEqual([...job, 'rollcall-worker: SMTP send']);
    expect(path(hook)).toEqual([root, 'rollcall-worker: POST webhook']);
    expect(path(named('enqueue send-mail'))).toEqual([root, 'rollcall-api: enqueue send-mail']);
    expect(path(named('INSERT')).slice(0, 1)).toEqual([root]);
    expect(named('POST /api/v1/agents')).toMatchObject({
      parentId: '00f067aa0ba902b7',
      attributes: { 'http.response.status_code': 200, 'rollcall.request_id': 'request-of-the-trace' },
    });
    await call(api, '/agents/me', undefined, { traceparent: '00-nonsense-01', 'x-request-id': 'anew' });
    const anew = await waitFor('a span of its own', () =>
      collector.spans.find(({ attributes }) => attributes['rollcall.request_id'] === 'anew'),
    );
    expect(anew).toMatchObject({ name: 'GET /api/v1/agents/me', parentId: '' });
    // It may be told of agents from before it was made, too.
    expect(received.map(({ traceparent }) => traceparent)).toContain(`00-${traceId}-${hook.spanId}-01`);

    const linesOf = (process: RunningProcess, text: string) =>
      process
        .output()
        .split('\n')
        .filter((line) => line.includes(text));
    const ids = { trace_id: traceId, request_id: 'request-of-the-trace' };
    const parsed = (line: string | undefined): unknown => JSON.parse(line ?? '');
    const access = linesOf(api, traceId).find((line) => line.includes('POST /api/v1/agents 200'));
    expect(parsed(access)).toMatchObject(ids);
    const sent = linesOf(worker, 'A mail was sent').find((line) => line.includes(traceId));
    expect(parsed(sent)).toMatchObject({ ...ids, job: 'send-mail', job_id: expect.any(String) });

    const told = collector.text();
    for (const secret of ['hook-secret', 'traced@example.com', ADMIN.pair, ADMIN.authorization, 'Åsa'])
      expect(told).not.toContain(secret);
    receiver.close();
    receiver.closeAllConnections();
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
