import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { constants, getPriority } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { ConfigModule, loadConfig } from '@rollcall/config';
import { DatabaseModule, Transactions } from '@rollcall/database';
import { freePort } from '@rollcall/database/embedded';
import { type MailEntity, MailModule, Mails, MailsRepository } from '@rollcall/mail';
import { createTestDatabase, describeOnEachQueueBackend, type TestDatabase, waitFor } from '@rollcall/testing';
import { SMTPServer } from 'smtp-server';

/** A slow machine takes its time to start a process. */
const READY_MS = 40_000;

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** The built worker, run as a process. */
class WorkerProcess {
  output = '';
  readonly exited: Promise<number | null>;
  private readonly child: ChildProcess;

  constructor(environment: Record<string, string>) {
    this.child = fork(MAIN, { env: environment, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.exited = once(this.child, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  get priority(): number {
    return getPriority(this.child.pid);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** As when the parent is killed: the channel to it closes. */
  loseParent(): void {
    this.child.disconnect();
  }

  async ready(): Promise<void> {
    await waitFor('the worker to be ready', () => this.output.includes('Ready for jobs'), READY_MS);
  }
}

let running: WorkerProcess[] = [];
function startWorker(environment: Record<string, string>): WorkerProcess {
  const worker = new WorkerProcess(environment);
  running.push(worker);
  return worker;
}

afterEach(async () => {
  for (const worker of running) worker.signal('SIGKILL');
  await Promise.all(running.map(({ exited }) => exited));
  running = [];
});

describeOnEachQueueBackend('the worker process', (settings) => {
  let database: TestDatabase;
  let producer: TestingModule;
  let smtp: SMTPServer;
  let environment: Record<string, string>;
  let healthUrl: string;
  /** Held by a test that wants a mail to be under way. */
  let gate: Promise<void> = Promise.resolve();
  let deliveries = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _session, done) {
        stream.resume();
        stream.on('end', () => {
          deliveries++;
          void gate.then(() => {
            done();
          });
        });
      },
    });
    const smtpPort = await freePort();
    await new Promise<void>((resolve) => smtp.listen(smtpPort, '127.0.0.1', resolve));
    const healthPort = await freePort();
    healthUrl = `http://127.0.0.1:${healthPort}`;
    environment = {
      DATABASE_URL: database.url,
      SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
      WORKER_PORT: String(healthPort),
      ...settings,
    };
    producer = await Test.createTestingModule({
      imports: [ConfigModule.with(loadConfig(environment)), DatabaseModule, MailModule],
    }).compile();
    producer.useLogger(false);
  });

  afterEach(() => {
    gate = Promise.resolve();
    deliveries = 0;
  });

  afterAll(async () => {
    await producer.close();
    await new Promise<void>((resolve) => {
      smtp.close(resolve);
    });
    await database.drop();
  });

  const welcomeSomebody = async (): Promise<MailEntity> =>
    producer.get(Transactions, { strict: false }).run(async (tx) => {
      const [agent]: [{ id: number; email: string }] = await tx.manager.query(
        `INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, email, enabled, availability_status)
         VALUES (gen_random_uuid(), now(), now(), 'Ada', '', gen_random_uuid() || '@example.com', true, 'offline')
         RETURNING id, email`,
      );
      return producer.get(Mails).queueWelcome(tx, agent);
    });
  const statusOf = async ({ id }: MailEntity): Promise<string | undefined> =>
    (await producer.get(MailsRepository).findById(producer.get(Transactions, { strict: false }).reader, id))?.status;
  const health = async (path: string, method = 'GET') => {
    const response = await fetch(`${healthUrl}${path}`, { method });
    return { status: response.status, body: await response.json() };
  };

  it('tells its health, lets others on the machine go first, and leaves at once when it has nothing to do', async () => {
    const worker = startWorker(environment);
    await worker.ready();
    expect(await health('/health')).toEqual({ status: 200, body: { status: 'success', data: true } });
    expect(await health('/health/ready')).toEqual({ status: 200, body: { status: 'success', data: true } });
    expect(await health('/elsewhere')).toMatchObject({ status: 404, body: { status: 'error' } });
    expect(await health('/health', 'POST')).toMatchObject({ status: 405, body: { status: 'error' } });
    expect(worker.priority).toBe(Math.max(constants.priority.PRIORITY_BELOW_NORMAL, getPriority()));
    const started = performance.now();
    worker.signal('SIGINT');
    expect(await worker.exited).toBe(0);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  // A fetch that was under way may bring one more job, which is done as well; no other fetch begins.
  it.each(['SIGTERM', 'loss of its parent'])('finishes the running job upon %s and takes no others', async (reason) => {
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    const worker = startWorker(environment);
    await worker.ready();
    const underWay = await welcomeSomebody();
    await waitFor('the mail to be under way', () => deliveries === 1);
    if (reason === 'SIGTERM') worker.signal('SIGTERM');
    else worker.loseParent();
    await waitFor('the worker to stop', () => worker.output.includes('No further job is taken'));
    worker.signal('SIGINT');
    const late = [await welcomeSomebody(), await welcomeSomebody()];
    const lateOnes = () => Promise.all(late.map(statusOf));
    open();
    expect(await worker.exited).toBe(0);
    expect(worker.output).toContain('Stopped');
    expect(await statusOf(underWay)).toBe('sent');
    const left = (await lateOnes()).filter((status) => status === 'queued').length;
    expect(left).toBeGreaterThanOrEqual(1);
    expect(deliveries).toBe(3 - left);
    const next = startWorker(environment);
    await waitFor('the next worker to send the others', async () =>
      (await lateOnes()).every((status) => status === 'sent'),
    );
    expect(deliveries).toBe(3);
    next.signal('SIGTERM');
    expect(await next.exited).toBe(0);
  });

  it('keeps open what a running job has yet to use', async () => {
    const worker = startWorker(environment);
    await worker.ready();
    const transactions = producer.get(Transactions, { strict: false });
    const mail = await transactions.run(async ({ manager }) => {
      await manager.query('LOCK TABLE password_tokens IN ACCESS EXCLUSIVE MODE');
      const queued = await welcomeSomebody();
      await waitFor('the job to wait for the lock', async () => {
        const waiting: unknown[] = await manager.query(
          'SELECT FROM pg_locks JOIN pg_database d ON d.oid = database WHERE NOT granted AND datname = current_database()',
        );
        return waiting.length > 0;
      });
      worker.signal('SIGTERM');
      await waitFor('the worker to stop', () => worker.output.includes('Stopping'));
      await setTimeout(500);
      return queued;
    });
    expect(await worker.exited).toBe(0);
    expect(await statusOf(mail)).toBe('sent');
  });

  // With its database gone the worker needs all of its time to leave.
  it('is alive and not ready while its database is away', async () => {
    const own = await createTestDatabase();
    const worker = startWorker({ ...environment, DATABASE_URL: own.url });
    await worker.ready();
    await own.drop();
    expect(await health('/health/ready')).toMatchObject({
      status: 503,
      body: { status: 'error', message: expect.stringContaining('database') },
    });
    expect(await health('/health')).toMatchObject({ status: 200 });
    worker.signal('SIGTERM');
    expect(await worker.exited).toBe(0);
  }, 60_000);
});
