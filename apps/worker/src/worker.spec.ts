import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { PasswordTokens } from '@rollcall/auth';
import { loadConfig } from '@rollcall/config';
import { Transactions } from '@rollcall/database';
import { freePort } from '@rollcall/database/embedded';
import { JobQueues } from '@rollcall/jobs';
import { type MailEntity, Mails, MailsRepository } from '@rollcall/mail';
import { registry } from '@rollcall/observability';
import {
  createTestDatabase,
  describeOnEachQueueBackend,
  type SmtpSink,
  startSmtpSink,
  type TestDatabase,
  waitFor,
  waitForLock,
} from '@rollcall/testing';

import { CreditsRefreshHandler } from './billing/credits-refresh.handler.js';
import { WorkerModule } from './worker.module.js';

const PUBLIC_URL = 'https://support.example.com';

interface TestAgent {
  readonly id: number;
  readonly email: string;
}

describeOnEachQueueBackend('the worker', (settings) => {
  let database: TestDatabase;
  let sink: SmtpSink;
  let worker: TestingModule;
  let transactions: Transactions;
  let mails: MailsRepository;
  let quiet: TestAgent;

  beforeAll(async () => {
    database = await createTestDatabase();
    sink = await startSmtpSink();
    const config = loadConfig({
      DATABASE_URL: database.url,
      SMTP_URL: sink.url,
      PUBLIC_URL,
      WORKER_PORT: String(await freePort()),
      ...settings,
    });
    worker = await Test.createTestingModule({ imports: [WorkerModule.with(config)] }).compile();
    worker.useLogger(false);
    transactions = worker.get(Transactions, { strict: false });
    quiet = await addAgent();
    await transactions.reader.query(
      "UPDATE agents SET availability_status = 'online', last_active_at = now() - interval '1 hour' WHERE id = $1",
      [quiet.id],
    );
    await worker.init();
    mails = worker.get(MailsRepository, { strict: false });
  });

  beforeEach(() => {
    sink.refuse(false);
  });

  afterAll(async () => {
    await worker.close();
    await sink.close();
    await database.drop();
  });

  const addAgent = async (firstName = 'Ada', { enabled = true, deleted = false } = {}): Promise<TestAgent> => {
    const [agent]: [TestAgent] = await transactions.reader.query(
      `INSERT INTO agents
         (uuid, created_at, updated_at, deleted_at, first_name, last_name, email, enabled, availability_status)
       VALUES (gen_random_uuid(), now(), now(), CASE WHEN $3 THEN now() END, $1, '', gen_random_uuid() || '@example.com', $2, 'offline')
       RETURNING id, email`,
      [firstName, enabled, deleted],
    );
    return agent;
  };
  const welcome = (agent: TestAgent): Promise<MailEntity> =>
    transactions.run((tx) => worker.get(Mails, { strict: false }).queueWelcome(tx, agent));
  const received = (address: string) => sink.mails.filter(({ to }) => to?.some((one) => one.address === address));
  const settled = (mail: MailEntity) =>
    waitFor('the mail to be sent or given up', async () => {
      const found = await mails.findById(transactions.reader, mail.id);
      return found?.status === 'queued' ? undefined : found;
    });
  const outbox = (): Promise<{ id: string; payload: unknown; attempts: number }[]> =>
    transactions.reader.query('SELECT id, payload, attempts FROM job_outbox');
  const jobIdOf = async (mail: MailEntity): Promise<string | undefined> =>
    (await outbox()).find(({ payload }) => JSON.stringify(payload) === JSON.stringify({ mailId: mail.id }))?.id;

  it('puts what is written into the activity log into its chain', async () => {
    await transactions.reader.query(
      `INSERT INTO activity_log (created_at, activity_type, activity_description, target_model_type, target_model_id)
       VALUES (now(), 'team_created', 'Team created', 'team', 1)`,
    );
    const isSealed = async () => {
      const [entry]: { sealed: boolean }[] = await transactions.reader.query(
        'SELECT bool_and(chain_hash IS NOT NULL) AS sealed FROM activity_log',
      );
      return entry?.sealed === true;
    };
    await waitFor('the seal', isSealed);
    expect(await isSealed()).toBe(true);
  });

  it('welcomes an agent by a mail whose link sets the password', async () => {
    const agent = await addAgent('Ada');
    expect(await settled(await welcome(agent))).toMatchObject({
      status: 'sent',
      attempts: 1,
      sentAt: expect.any(Date),
    });
    const [mail] = received(agent.email);
    expect(mail).toMatchObject({
      subject: 'Welcome, Ada: set your password',
      text: expect.stringContaining('Hello Ada,'),
    });
    const token =
      /https:\/\/support\.example\.com\/console\/set-password#token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
    expect(mail?.html).toContain(`console/set-password#token&#x3D;${token}"`);
    const tokens = worker.get(PasswordTokens, { strict: false });
    expect(await tokens.redeem(transactions.reader, token, new Date())).toBe(agent.id);
  });

  it('escapes the name of the agent', async () => {
    const agent = await addAgent('<img src=x onerror="alert(1)">');
    await settled(await welcome(agent));
    expect(received(agent.email)[0]?.html).toContain('Hello &lt;img src&#x3D;x onerror&#x3D;&quot;alert(1)&quot;&gt;,');
  });

  it('tries again when the server refuses the mail, and keeps the reason meanwhile', async () => {
    sink.refuse(true);
    const agent = await addAgent();
    const mail = await welcome(agent);
    await waitFor('the reason', async () =>
      (await mails.findById(transactions.reader, mail.id))?.lastError?.includes('451 Try again later'),
    );
    expect(await mails.findById(transactions.reader, mail.id)).toMatchObject({ status: 'queued', attempts: 1 });
    const jobId = await jobIdOf(mail);
    sink.refuse(false);
    expect(await settled(mail)).toMatchObject({ status: 'sent', lastError: null });
    expect(received(agent.email)).toMatchObject([{ messageId: `<${jobId}@support.example.com>` }]);
  });

  it('sends a mail again under the same Message-ID when it was sent and that was not written down', async () => {
    const agent = await addAgent();
    const id = await transactions.run(async (tx) => {
      const mail = await worker.get(Mails, { strict: false }).queueWelcome(tx, agent);
      // The state in which a worker leaves the job when it dies between sending and writing down.
      await tx.manager.query(
        `CREATE SEQUENCE forgotten;
         CREATE FUNCTION forget_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF nextval('forgotten') = 1 THEN RAISE 'The database is away'; END IF; RETURN NEW; END $$;
         CREATE TRIGGER forget_first BEFORE UPDATE ON mails FOR EACH ROW
           WHEN (NEW.status = 'sent') EXECUTE FUNCTION forget_first()`,
      );
      return mail.id;
    });
    await waitFor(
      'it to be written down',
      async () => (await mails.findById(transactions.reader, id))?.status === 'sent',
    );
    const [first, second, ...further] = received(agent.email);
    expect(second?.messageId).toMatch(/^<[0-9a-f-]{36}@support\.example\.com>$/);
    expect(second?.messageId).toBe(first?.messageId);
    expect(further).toEqual([]);
  });

  it.each([
    ['disabled', { enabled: false }],
    ['deleted', { deleted: true }],
  ])('sends nothing to an agent that is %s, and does not try again', async (state, options) => {
    const agent = await addAgent('Ada', options);
    const mail = await settled(await welcome(agent));
    expect(mail).toMatchObject({ status: 'failed', attempts: 0, lastError: expect.stringContaining(state) });
    await waitFor('the job to be done', async () => !(await jobIdOf(mail)));
    expect(received(agent.email)).toEqual([]);
  });

  it('sends nothing to an agent that is being disabled at this moment', async () => {
    const agent = await addAgent();
    const mail = await transactions.run(async ({ manager }) => {
      await manager.query('UPDATE agents SET enabled = false WHERE id = $1', [agent.id]);
      const queued = await welcome(agent);
      await waitForLock('the worker', (sql) => transactions.reader.query(sql));
      return queued;
    });
    expect(await settled(mail)).toMatchObject({ status: 'failed', attempts: 0 });
    expect(received(agent.email)).toEqual([]);
  });

  it('sends the link to the address that the agent has by now', async () => {
    const agent = await addAgent();
    const mail = await transactions.run(async (tx) => {
      const queued = await worker.get(Mails, { strict: false }).queueWelcome(tx, agent);
      await tx.manager.query('UPDATE agents SET email = $2 WHERE id = $1', [agent.id, `new-${agent.email}`]);
      return queued;
    });
    expect(await settled(mail)).toMatchObject({ status: 'sent', recipient: `new-${agent.email}` });
    expect(received(agent.email)).toEqual([]);
    expect(received(`new-${agent.email}`)).toHaveLength(1);
  });

  it('sends a mail once, however often its job is put on the queue', async () => {
    const agent = await addAgent();
    const mail = await welcome(agent);
    const jobId = (await jobIdOf(mail)) ?? '';
    await settled(mail);
    const queues = worker.get(JobQueues, { strict: false });
    await queues.add(jobId, 'send-mail');
    await transactions.run(({ manager, now }) =>
      manager.query(
        'INSERT INTO job_outbox (id, created_at, name, payload, sweep_at) VALUES (gen_random_uuid(), $1, $2, $3, $1)',
        [now, 'send-mail', { mailId: mail.id }],
      ),
    );
    await waitFor('the jobs to be done', async () => !(await jobIdOf(mail)));
    expect(received(agent.email)).toHaveLength(1);
  });

  it('gives a mail up after the last attempt', async () => {
    sink.refuse(true);
    const mail = await transactions.run(async (tx) => {
      const queued = await worker.get(Mails, { strict: false }).queueWelcome(tx, await addAgent());
      await tx.manager.query(
        "UPDATE job_outbox SET attempts = 11 WHERE payload = jsonb_build_object('mailId', $1::bigint)",
        [queued.id],
      );
      return queued;
    });
    expect(await settled(mail)).toMatchObject({ status: 'failed', lastError: expect.stringContaining('451') });
  });

  it('renews the billing accounts whose cycle has ended', async () => {
    const agent = await addAgent();
    const [plan]: [{ id: string } | undefined] = await transactions.reader.query(
      `INSERT INTO billing_plans (id, created_at, updated_at, name, description, bots_count, queries_count, words_count,
         voice_seconds, premium_support, default_plan, remove_branding, advanced_intents, auto_intents, credits, attributes)
       VALUES (gen_random_uuid(), now(), now(), 'Plan', '', 0, 0, 0, 0, false, false, false, false, false,
         '{"messages": 5}', '{}') RETURNING id`,
    );
    await transactions.reader.query(
      `INSERT INTO billing_accounts (agent_id, active_billing_plan_id, billing_anchor, last_credits_refresh, next_credits_refresh)
       VALUES ($1, $2, now() - interval '40 days', now() - interval '40 days', now() - interval '1 day')`,
      [agent.id, plan?.id],
    );
    await worker.get(CreditsRefreshHandler, { strict: false }).handle();
    const granted: unknown = await transactions.reader.query(
      'SELECT credit, sum(amount)::int AS amount, count(*)::int FROM credit_entries WHERE agent_id = $1 GROUP BY credit',
      [agent.id],
    );
    expect(granted).toEqual([{ credit: 'messages', amount: 5, count: 1 }]);
  });

  it('takes agents offline that have gone quiet', async () => {
    const taken = await waitFor('the agent to be offline', async () => {
      const [row]: [{ availability_status: string }] = await transactions.reader.query(
        'SELECT availability_status FROM agents WHERE id = $1',
        [quiet.id],
      );
      return row.availability_status === 'offline';
    });
    expect(taken).toBe(true);
    const told: { changes: unknown }[] = await transactions.reader.query(
      "SELECT changes FROM events WHERE type = 'agent.availability_changed' AND subject_id = $1",
      [quiet.id],
    );
    expect(told).toEqual([{ changes: { availability_status: { before: 'online', after: 'offline' } } }]);
  });

  it('tells the metrics what the installation has to do', async () => {
    await transactions.reader.query(
      `INSERT INTO job_outbox (id, created_at, name, payload, sweep_at, failed_at)
       VALUES (gen_random_uuid(), now(), 'billing-sync', '{}', now(), now())`,
    );
    const names = ['jobs', 'oldest_job_age_seconds', 'outbox_lag_seconds', 'activity_sealing_lag_seconds'];
    const told = await Promise.all(names.map((name) => registry.getSingleMetricAsString(`rollcall_${name}`)));
    const [jobs, age, ...lags] = told;
    expect(jobs).toContain('rollcall_jobs{queue="stripe",state="failed"} 1');
    expect(age).toContain('rollcall_oldest_job_age_seconds{queue="stripe"} 0');
    for (const lag of lags) expect(lag).toMatch(/^rollcall_\w+_seconds [\d.]+$/m);
    expect(await registry.getSingleMetricAsString('rollcall_database_connections')).toContain('{state="used"}');
    expect(await registry.getSingleMetricAsString('rollcall_mails_total')).toMatch(/\{outcome="sent"\} [1-9]/);
    expect(await registry.getSingleMetricAsString('rollcall_job_duration_seconds')).toContain(
      'rollcall_job_duration_seconds_count{name="send-mail",outcome="done"}',
    );
  });
});
