import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { ConfigModule, loadConfig } from '@rollcall/config';
import { DatabaseModule, Transactions } from '@rollcall/database';
import { Clock } from '@rollcall/kernel';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';
import { DataSource } from 'typeorm';

import type { MailStatus } from './mail.entity.js';
import { MailModule } from './mail.module.js';
import { MailsRepository } from './mails.repository.js';
import { Mails } from './mails.service.js';

const NOW = new Date('2026-01-02T03:04:05.678Z');

class StoppedClock extends Clock {
  now(): Date {
    return NOW;
  }
}

describe('the mails of an agent', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let transactions: Transactions;
  let mails: Mails;
  let repository: MailsRepository;

  beforeAll(async () => {
    database = await createTestDatabase();
    const config = loadConfig({ DATABASE_URL: database.url, SMTP_URL: 'smtp://unused' });
    module = await Test.createTestingModule({
      imports: [ConfigModule.with(config), DatabaseModule, MailModule],
    })
      .overrideProvider(Clock)
      .useClass(StoppedClock)
      .compile();
    transactions = module.get(Transactions);
    mails = module.get(Mails);
    repository = module.get(MailsRepository);
  });

  afterAll(async () => {
    await module.close();
    await database.drop();
  });

  const addAgent = async (): Promise<{ id: number; email: string }> => {
    const [agent]: [{ id: number; email: string }] = await transactions.reader.query(
      `INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, email, enabled, availability_status)
       VALUES (gen_random_uuid(), now(), now(), 'Ada', '', gen_random_uuid() || '@example.com', true, 'offline')
       RETURNING id, email`,
    );
    return agent;
  };
  const queueFor = (agent: { id: number; email: string }) => transactions.run((tx) => mails.queueWelcome(tx, agent));
  const jobsFor = (mailId: number): Promise<unknown[]> =>
    transactions.reader.query(
      `SELECT id, name FROM job_outbox WHERE payload = jsonb_build_object('mailId', $1::bigint)`,
      [mailId],
    );

  it('queues a mail together with the job that sends it', async () => {
    const agent = await addAgent();
    const mail = await queueFor(agent);
    expect(await repository.findById(transactions.reader, mail.id)).toEqual({
      id: expect.any(Number),
      createdAt: NOW,
      agentId: agent.id,
      recipient: agent.email,
      template: 'welcome',
      status: 'queued',
      attempts: 0,
      jobId: mail.jobId,
      lastError: null,
      sentAt: null,
    });
    expect(await jobsFor(mail.id)).toEqual([{ id: mail.jobId, name: 'send-mail' }]);
  });

  it('queues nothing when the transaction is rolled back', async () => {
    const agent = await addAgent();
    const rolledBack = transactions.run(async (tx) => {
      await mails.queueWelcome(tx, agent);
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    expect(await mails.listByAgent(agent.id)).toEqual([]);
  });

  it('says in which job a mail about a password is sent', async () => {
    const agent = await addAgent();
    const reset = await transactions.run((tx) => mails.queueResetPassword(tx, agent));
    const changed = await transactions.run((tx) => mails.queuePasswordChanged(tx, agent));
    expect([reset, changed]).toMatchObject([
      { template: 'reset-password', recipient: agent.email, createdAt: NOW },
      { template: 'password-changed', recipient: agent.email, createdAt: NOW },
    ]);
    for (const mail of [reset, changed])
      expect(await jobsFor(mail?.id ?? 0)).toEqual([{ id: mail?.jobId, name: 'send-mail' }]);
  });

  it('lets one mail that resets a password stand for all that are asked for while it is under way or within a minute', async () => {
    const [agent, other] = [await addAgent(), await addAgent()];
    const reset = (whose = agent) => transactions.run((tx) => mails.queueResetPassword(tx, whose));
    const age = (id: number, seconds: number) =>
      transactions.reader.query('UPDATE mails SET created_at = $2 WHERE id = $1', [
        id,
        new Date(NOW.getTime() - seconds * 1_000),
      ]);
    const first = (await reset())?.id ?? 0;
    expect([await reset(), await reset(other)]).toMatchObject([null, { agentId: other.id }]);
    await age(first, 3_600);
    expect(await reset()).toBeNull();
    await repository.markSent(first);
    await age(first, 59);
    expect(await reset()).toBeNull();
    await age(first, 60);
    const second = (await reset())?.id ?? 0;
    expect(second).toBeGreaterThan(first);
    await repository.markFailed(transactions.reader, { id: second, status: 'queued' }, 'The server refused it');
    expect(await reset()).not.toBeNull();
  });

  it('lists the mails of one agent, newest first', async () => {
    const [agent, other] = [await addAgent(), await addAgent()];
    const first = await queueFor(agent);
    await queueFor(other);
    const second = await queueFor(agent);
    expect((await mails.listByAgent(agent.id)).map(({ id }) => id)).toEqual([second.id, first.id]);
  });

  it('keeps what became of a mail', async () => {
    const { id } = await queueFor(await addAgent());
    const attempt = (status: MailStatus) =>
      repository.recordAttempt(transactions.reader, { id, status }, 'new@example.com');
    expect(await attempt('queued')).toBe(true);
    await repository.recordError(id, 'x'.repeat(2_000));
    expect(await repository.findById(transactions.reader, id)).toMatchObject({
      status: 'queued',
      attempts: 1,
      recipient: 'new@example.com',
      lastError: 'x'.repeat(1_000),
    });
    await repository.markFailed(transactions.reader, { id, status: 'queued' }, 'The agent is gone');
    expect(await repository.findById(transactions.reader, id)).toMatchObject({
      status: 'failed',
      lastError: 'The agent is gone',
    });
    expect(await attempt('failed')).toBe(true);
    expect(await repository.findById(transactions.reader, id)).toMatchObject({ status: 'queued', attempts: 2 });
    await repository.markSent(id);
    expect(await repository.findById(transactions.reader, id)).toMatchObject({
      status: 'sent',
      sentAt: NOW,
      lastError: null,
    });
  });

  it('keeps why a mail was dropped, whatever becomes of an attempt that was under way', async () => {
    const agent = await addAgent();
    const mail = await queueFor(agent);
    await transactions.run((tx) => mails.drop(tx, agent.id, 'The agent was deleted'));
    expect(await jobsFor(mail.id)).toEqual([]);
    const dropped = await repository.findById(transactions.reader, mail.id);
    expect(dropped).toMatchObject({ status: 'failed', lastError: 'The agent was deleted', attempts: 0 });
    await repository.recordError(mail.id, '451 Try again later');
    await repository.markFailed(transactions.reader, mail, '550 No such user');
    expect(await repository.recordAttempt(transactions.reader, mail, agent.email)).toBe(false);
    expect(await repository.findById(transactions.reader, mail.id)).toEqual(dropped);
  });

  it('knows the table as the migrations made it', async () => {
    const { upQueries } = await module.get(DataSource).driver.createSchemaBuilder().log();
    const ofMails = upQueries.map(({ query }) => query).filter((query) => query.includes('mails'));
    expect(ofMails.filter((query) => !query.includes('mails_agent_fkey'))).toEqual([]);
  });
});
