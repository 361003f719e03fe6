import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { UNLIMITED } from '@rollcall/auth';
import { loadConfig } from '@rollcall/config';
import { Transactions } from '@rollcall/database';
import { freePort } from '@rollcall/database/embedded';
import { EventFeed, Events, type EventType } from '@rollcall/events';
import { Jobs } from '@rollcall/jobs';
import { createTestDatabase, describeOnEachQueueBackend, type TestDatabase, waitFor } from '@rollcall/testing';
import { WebhookDeliveries, type WebhookInput, Webhooks } from '@rollcall/webhooks';
import { FailingWebhooks, WebhookDispatcher } from '@rollcall/webhooks/sending';
import { Webhook } from 'standardwebhooks';

import { WorkerModule } from '../worker.module.js';

interface Received {
  readonly id: string;
  readonly event: string;
  readonly payload: { readonly subject: { readonly id: number }; readonly changes: { readonly n: { after: number } } };
}

/** A receiver that can be killed and started again on its port, and told what to answer. */
class Receiver {
  readonly taken: Received[] = [];
  readonly headers: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  answer: (event: Received) => number = () => 200;
  private server: Server | undefined;
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        const event = JSON.parse(body) as Received;
        response.statusCode = this.answer(event);
        if (response.statusCode === 200) {
          this.taken.push(event);
          this.headers.push({ headers: request.headers, body });
        }
        response.end('seen');
      });
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  async kill(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    server?.closeAllConnections();
    if (server) await new Promise((resolve) => server.close(resolve));
  }
}

describeOnEachQueueBackend('webhooks', (settings) => {
  let database: TestDatabase;
  let worker: TestingModule;
  let transactions: Transactions;
  let webhooks: Webhooks;
  let maker: { readonly id: number };
  const receivers: Receiver[] = [];
  let agents = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    const config = loadConfig({
      DATABASE_URL: database.url,
      SMTP_URL: 'smtp://127.0.0.1:1',
      WORKER_PORT: String(await freePort()),
      WEBHOOKS_PRIVATE_NETWORKS: 'true',
      SECRETS_KEY: 's'.repeat(32),
      ...settings,
    });
    worker = await Test.createTestingModule({ imports: [WorkerModule.with(config)] }).compile();
    worker.useLogger(false);
    transactions = worker.get(Transactions, { strict: false });
    webhooks = worker.get(Webhooks, { strict: false });
    [maker] = await transactions.reader.query(
      `INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, email, enabled, availability_status)
       VALUES (gen_random_uuid(), now(), now(), 'Ada', '', 'maker@example.com', true, 'offline') RETURNING id`,
    );
    await worker.init();
  });

  beforeEach(async () => {
    for (const receiver of receivers.splice(0)) await receiver.kill();
    // A transaction, since it may meet a delivery that is under way, and is then tried again.
    await transactions.run(({ manager }) => manager.query('DELETE FROM webhooks'));
  });

  afterAll(async () => {
    await worker.close();
    for (const receiver of receivers) await receiver.kill();
    await database.drop();
  });

  const actor = () => ({
    ...{ agentId: maker.id, keyId: null, sessionId: null, ip: null, requestId: null },
    ...{ limits: UNLIMITED, proof: null, permissions: new Set<never>() },
  });
  const receive = async (changes: Partial<WebhookInput> = {}) => {
    const receiver = new Receiver();
    await receiver.start();
    receivers.push(receiver);
    const input: WebhookInput = {
      ...{ name: 'test', url: receiver.url, events: ['agent.updated'], headers: [], isActive: true, secret: null },
      ...changes,
    };
    return { receiver, ...(await webhooks.create(actor(), input)) };
  };
  /** Something that happens to an agent. */
  const happen = (id: number, n: number, type: EventType = 'agent.updated') =>
    transactions.run(async (tx) => {
      const changes = { n: { before: n - 1, after: n } };
      await worker.get(Events, { strict: false }).record(tx, null, { type, subject: { type: 'agent', id }, changes });
    });
  const dispatch = () => worker.get(WebhookDispatcher, { strict: false }).dispatch();
  /** Has everything that waits for its next attempt tried again. */
  const passTime = async () => {
    await transactions.run(({ manager }) =>
      manager.query(
        "UPDATE webhook_deliveries SET next_attempt_at = now() - interval '1 s' WHERE state = 'pending' AND next_attempt_at > now()",
      ),
    );
    await transactions.run(({ manager }) => manager.query('UPDATE webhooks SET resume_at = NULL'));
    await dispatch();
  };
  const deliveries = (id: number) =>
    worker.get(WebhookDeliveries, { strict: false }).list(id, { before: null, state: null, limit: 100 });
  const all = { deliveryId: null, failedOnly: false, from: null, to: null };

  it('are sent signed, and what was sent and answered is kept', async () => {
    const { receiver, secret, webhook } = await receive({ headers: ['X-Libredesk-Signature'] });
    await happen(++agents, 1);
    await happen(agents, 1, 'agent.deleted');
    await dispatch();
    await waitFor('the event', () => receiver.taken.length > 0);
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.headers;
    const sent = new Webhook(secret).verify(body, headers as Record<string, string>);
    expect(sent).toMatchObject({
      event: 'agent.updated',
      payload: { subject: { type: 'agent', id: agents }, actor: null },
    });
    expect(headers).toMatchObject({ 'x-libredesk-signature': expect.stringMatching(/^sha256=[0-9a-f]{64}$/) });
    const [shown, ...others] = await waitFor('the record', async () => {
      const found = await deliveries(webhook.id);
      return found[0]?.delivery.state === 'delivered' && found;
    });
    expect(others).toEqual([]);
    expect(shown?.delivery).toMatchObject({
      state: 'delivered',
      attempts: 1,
      status: 200,
      answer: 'seen',
      error: null,
    });
    expect(JSON.stringify(await transactions.reader.query('SELECT secret FROM webhooks'))).not.toContain(secret);
  });

  it('hold back what comes after a failed one for the same agent alone, until it is taken', async () => {
    const { receiver, webhook } = await receive();
    const [first, second] = [++agents, ++agents];
    receiver.answer = ({ payload }) => (payload.subject.id === first ? 500 : 200);
    for (const n of [1, 2]) for (const id of [first, second]) await happen(id, n);
    await dispatch();
    await waitFor('the other agent', () => receiver.taken.length === 2);
    expect(receiver.taken.map(({ payload }) => payload.subject.id)).toEqual([second, second]);
    const failed = await waitFor('the record', async () =>
      (await deliveries(webhook.id)).find(({ delivery }) => delivery.status === 500),
    );
    expect(failed.delivery).toMatchObject({ state: 'pending', attempts: 1, error: 'The receiver answered 500' });
    receiver.answer = () => 200;
    await waitFor('the rest', async () => {
      await passTime();
      return receiver.taken.length === 4;
    });
    expect(receiver.taken.slice(2).map(({ payload }) => payload.changes.n.after)).toEqual([1, 2]);
  });

  it('are given up after a day, and sent again when that is asked for', async () => {
    const { receiver, webhook } = await receive();
    receiver.answer = () => 500;
    await happen(++agents, 1);
    await dispatch();
    await waitFor('the first attempt', async () => (await deliveries(webhook.id))[0]?.delivery.attempts === 1);
    await transactions.reader.query('UPDATE webhook_deliveries SET expires_at = now()');
    await waitFor('the last', async () => {
      await passTime();
      return (await deliveries(webhook.id))[0]?.delivery.state === 'failed';
    });
    receiver.answer = () => 200;
    const redeliver = (filter: object) =>
      worker.get(WebhookDeliveries, { strict: false }).redeliver(webhook.id, { ...all, ...filter });
    expect(await redeliver({ to: new Date(0) })).toBe(0);
    expect(await redeliver({ failedOnly: true })).toBe(1);
    await passTime();
    await waitFor('the event', () => receiver.taken.length === 1);
    await waitFor('the record', async () => (await deliveries(webhook.id))[0]?.delivery.state === 'delivered');
    const [over] = await deliveries(webhook.id);
    expect(over?.delivery.attemptsMade).toMatchObject([
      { status: 500, answer: 'seen', error: 'The receiver answered 500' },
      { status: 500 },
      { status: 200, answer: 'seen', error: null, at: expect.stringMatching(/^\d{4}-/) },
    ]);
    expect(await redeliver({ failedOnly: true })).toBe(0);
    await expect(redeliver({ deliveryId: 999_999 })).rejects.toMatchObject({ code: 'delivery_not_found' });
  });

  it('are switched off when the receiver took nothing for three days; its maker gets a mail, and the log an entry', async () => {
    const { webhook } = await receive();
    const failingFor = (days: number) =>
      transactions.reader.query('UPDATE webhooks SET resume_at = now(), failing_since = now() - $1::interval', [
        `${days} days`,
      ]);
    const switchOff = () => worker.get(FailingWebhooks, { strict: false }).switchOff();
    await failingFor(2);
    await switchOff();
    expect((await webhooks.get(webhook.id)).isActive).toBe(true);
    await failingFor(4);
    await switchOff();
    expect((await webhooks.get(webhook.id)).isActive).toBe(false);
    expect(await transactions.reader.query('SELECT recipient FROM mails')).toEqual([
      { recipient: 'maker@example.com' },
    ]);
    expect(
      await transactions.reader.query("SELECT FROM activity_log WHERE activity_type = 'webhook_switched_off'"),
    ).toHaveLength(1);
  });

  it('are not switched off for one event that was refused while there was no other', async () => {
    const { receiver, webhook } = await receive();
    receiver.answer = () => 500;
    const switchOff = () => worker.get(FailingWebhooks, { strict: false }).switchOff();
    const past = { failing: '4 days', failed: '2 days' };
    await transactions.reader.query(
      'UPDATE webhooks SET failures = 30, failing_since = now() - $1::interval, resume_at = now() - $2::interval',
      [past.failing, past.failed],
    );
    await switchOff();
    const enqueue = jest.spyOn(worker.get(Jobs, { strict: false }), 'enqueue');
    await happen(++agents, 1);
    await dispatch();
    const failing = await waitFor('the next failure', async () => {
      const now = await webhooks.get(webhook.id);
      return now.failures === 1 && now;
    });
    await switchOff();
    expect(await webhooks.get(webhook.id)).toMatchObject({ isActive: true, failingSince: failing.failingSince });
    expect(Date.now() - Number(failing.failingSince)).toBeLessThan(86_400_000);
    // What fails comes after what does not, and leaves half of the jobs to others.
    expect(enqueue.mock.calls.map(([, name]) => name)).toContain('webhook-retry');
    await transactions.reader.query(
      `INSERT INTO webhooks (created_at, updated_at, created_by, name, url, events, headers, secret, is_active, failures, leased_until)
       SELECT now(), now(), $1, 'dead', 'http://127.0.0.1:1', '[]', '[]', 'open:x', true, 1, now() + interval '1 h'
       FROM generate_series(1, 32)`,
      [maker.id],
    );
    enqueue.mockClear();
    await passTime();
    expect(enqueue.mock.calls).toEqual([]);
    enqueue.mockRestore();
  });

  it('that have never taken anything are tried a few at a time, and hold up none that has', async () => {
    const { receiver } = await receive();
    await happen(++agents, 1);
    await dispatch();
    await waitFor('the first event', () => receiver.taken.length === 1);
    await transactions.reader.query(
      `INSERT INTO webhooks (created_at, updated_at, created_by, name, url, events, headers, secret, is_active, has_taken, leased_until)
       SELECT now(), now(), $1, 'silent', 'http://127.0.0.1:1', '[]', '[]', 'open:x', true, false, now() + interval '1 h'
       FROM generate_series(1, 128)`,
      [maker.id],
    );
    const next = await receive();
    await happen(++agents, 1);
    await dispatch();
    await waitFor('the second event', () => receiver.taken.length === 2);
    expect(next.receiver.taken).toEqual([]);
    await transactions.reader.query("UPDATE webhooks SET leased_until = NULL WHERE name = 'silent'");
    await dispatch();
    await waitFor('an event for the next one', () => next.receiver.taken.length === 1);
  });

  it('of one dead and one silent receiver hold up no other', async () => {
    const dead = await receive();
    await dead.receiver.kill();
    const silent = await receive();
    silent.receiver.answer = () => 500;
    const { receiver } = await receive();
    for (let n = 1; n <= 20; n++) await happen(++agents, n);
    await dispatch();
    await waitFor('all events', () => receiver.taken.length === 20);
    expect(silent.receiver.taken).toEqual([]);
  });

  it('and the feed have every change once, in order for each agent, of a receiver that is killed and started again and again', async () => {
    const { receiver } = await receive();
    const feed = worker.get(EventFeed, { strict: false });
    const start = await feed.end();
    const ids = Array.from({ length: 10 }, () => ++agents);
    for (let n = 1; n <= 20; n++) {
      await Promise.all(ids.map((id) => happen(id, n)));
      if (n % 4 === 0) {
        await receiver.kill();
        await passTime();
        await receiver.start();
      } else await passTime();
    }
    /** What it took, without what it had taken before. */
    const distinct = () =>
      receiver.taken.filter(({ id }, index) => receiver.taken.findIndex((one) => one.id === id) === index);
    await waitFor(
      'all events',
      async () => {
        await passTime();
        return distinct().length === 200;
      },
      30_000,
    );
    const firsts = distinct();
    const pulled = (await feed.after(start, 1_000)).filter(({ type }) => type === 'agent.updated');
    expect(pulled.map(({ uuid }) => uuid).toSorted()).toEqual(firsts.map(({ id }) => id).toSorted());
    const whole = Array.from({ length: 20 }, (_, index) => index + 1);
    for (const id of ids)
      expect(
        firsts.filter(({ payload }) => payload.subject.id === id).map(({ payload }) => payload.changes.n.after),
      ).toEqual(whole);
  });
});
