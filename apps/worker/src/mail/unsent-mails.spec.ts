import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { loadConfig } from '@rollcall/config';
import { type Transaction, Transactions } from '@rollcall/database';
import { freePort } from '@rollcall/database/embedded';
import { PromisedJobs } from '@rollcall/jobs';
import { type MailEntity, Mails, MailsRepository } from '@rollcall/mail';
import {
  createTestDatabase,
  type SmtpRefusal,
  type SmtpSink,
  startSmtpSink,
  type TestDatabase,
  waitFor,
  waitForLock,
} from '@rollcall/testing';

import { WorkerModule } from '../worker.module.js';
import { MailSender } from './mail-sender.js';

interface TestAgent {
  readonly id: number;
  readonly email: string;
}

describe('a mail that is not sent', () => {
  let database: TestDatabase;
  let sink: SmtpSink;
  let worker: TestingModule;
  let transactions: Transactions;
  let mails: MailsRepository;

  beforeAll(async () => {
    database = await createTestDatabase();
    sink = await startSmtpSink();
    const config = loadConfig({
      DATABASE_URL: database.url,
      SMTP_URL: sink.url,
      WORKER_PORT: String(await freePort()),
    });
    worker = await Test.createTestingModule({ imports: [WorkerModule.with(config)] }).compile();
    worker.useLogger(false);
    await worker.init();
    transactions = worker.get(Transactions, { strict: false });
    mails = worker.get(MailsRepository, { strict: false });
  });

  beforeEach(() => {
    sink.refuse(false);
    sink.hold(false);
  });

  afterAll(async () => {
    await worker.close();
    await sink.close();
    await database.drop();
  });

  const addAgent = async (): Promise<TestAgent> => {
    const [agent]: [TestAgent] = await transactions.reader.query(
      `INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, email, enabled, availability_status)
       VALUES (gen_random_uuid(), now(), now(), 'Ada', '', gen_random_uuid() || '@example.com', true, 'offline')
       RETURNING id, email`,
    );
    return agent;
  };
  const find = ({ id }: MailEntity) => mails.findById(transactions.reader, id);

  it("has failed at once when the server refuses it for good, keeps the server's words, and is sent when it is retried", async () => {
    sink.refuse({ to: 'RCPT TO', code: 550, words: '5.1.1 No such user here' });
    const agent = await addAgent();
    const mail = await transactions.run((tx) => worker.get(Mails, { strict: false }).queueWelcome(tx, agent));
    await waitFor('the mail to be given up', async () => (await find(mail))?.status === 'failed');
    const lastError = 'The mail server refused the mail for good: 550 5.1.1 No such user here';
    expect(await find(mail)).toMatchObject({ attempts: 1, lastError });
    const jobs = worker.get(PromisedJobs, { strict: false });
    const failed = await waitFor('the job to be given up', async () =>
      (await jobs.listFailed()).find(({ payload }) => JSON.stringify(payload) === JSON.stringify({ mailId: mail.id })),
    );
    expect(failed).toMatchObject({ attempts: 1, lastError });
    sink.refuse(false);
    await jobs.retry(failed.id);
    await waitFor('it to be sent after all', async () => (await find(mail))?.status === 'sent');
    expect(await find(mail)).toMatchObject({ attempts: 2, lastError: null });
  });

  describe('because it is dropped', () => {
    /** A mail of which no job knows. */
    const queueAlone = (agent: TestAgent): Promise<MailEntity> =>
      transactions.run(({ manager, now }) =>
        mails.insertQueued(manager, now, {
          agentId: agent.id,
          recipient: agent.email,
          template: 'welcome',
          jobId: null,
        }),
      );
    /** What the job of such a mail would do in its last attempt. */
    const send = ({ id }: MailEntity): Promise<void> => {
      const sender = worker.get(MailSender, { strict: false });
      return sender
        .send(id, { id: randomUUID(), attempt: 13 })
        .catch((error: unknown) => sender.giveUp(id, String(error)));
    };
    const drop = (tx: Transaction, agent: TestAgent) =>
      worker.get(Mails, { strict: false }).drop(tx, agent.id, 'The agent was deleted');
    const dropped = { status: 'failed', lastError: 'The agent was deleted' };

    it.each<[string, boolean | SmtpRefusal]>([
      ['for the moment', true],
      ['for good', { to: 'DATA', code: 554, words: '5.7.1 Refused' }],
    ])('while it is under way, keeps the reason, also when the server then refuses it %s', async (_what, refusal) => {
      sink.hold(true);
      const agent = await addAgent();
      const mail = await queueAlone(agent);
      const sending = send(mail);
      await waitFor('the mail to be under way', () => sink.held.length > 0);
      await transactions.run((tx) => drop(tx, agent));
      sink.refuse(refusal);
      sink.hold(false);
      await sending;
      expect(await find(mail)).toMatchObject(dropped);
    });

    it('while an attempt is about to begin, keeps the reason, even if the agent is enabled again at once', async () => {
      const agent = await addAgent();
      const mail = await queueAlone(agent);
      const sending = await transactions.run(async (tx) => {
        await tx.manager.query('UPDATE agents SET enabled = false WHERE id = $1', [agent.id]);
        const begun = send(mail);
        await waitForLock('the attempt', (sql) => transactions.reader.query(sql));
        await drop(tx, agent);
        await tx.manager.query('UPDATE agents SET enabled = true WHERE id = $1', [agent.id]);
        return { begun };
      });
      await sending.begun;
      expect(await find(mail)).toMatchObject({ ...dropped, attempts: 0 });
      expect(sink.mails.filter(({ to }) => to?.some(({ address }) => address === agent.email))).toEqual([]);
    });
  });
});
