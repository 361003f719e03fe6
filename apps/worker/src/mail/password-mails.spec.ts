import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { AgentPasswords, PasswordResets } from '@rollcall/agents';
import { loadConfig } from '@rollcall/config';
import { Transactions } from '@rollcall/database';
import { freePort } from '@rollcall/database/embedded';
import { type MailEntity, Mails, type MailTemplate } from '@rollcall/mail';
import { createTestDatabase, type SmtpSink, startSmtpSink, type TestDatabase, waitFor } from '@rollcall/testing';

import { WorkerModule } from '../worker.module.js';

const PASSWORD = 'Correct-Horse-7';
const LINK = /https:\/\/support\.example\.com\/console\/set-password#token=([\w-]{43})/;

interface TestAgent {
  readonly id: number;
  readonly email: string;
}

describe('the mails about passwords', () => {
  let database: TestDatabase;
  let sink: SmtpSink;
  let worker: TestingModule;
  let transactions: Transactions;
  let resets: PasswordResets;
  let passwords: AgentPasswords;
  let mails: Mails;

  beforeAll(async () => {
    database = await createTestDatabase();
    sink = await startSmtpSink();
    const config = loadConfig({
      DATABASE_URL: database.url,
      SMTP_URL: sink.url,
      PUBLIC_URL: 'https://support.example.com',
      WORKER_PORT: String(await freePort()),
      ARGON2_MEMORY_KIB: '8',
      ARGON2_PASSES: '1',
    });
    worker = await Test.createTestingModule({ imports: [WorkerModule.with(config)] }).compile();
    worker.useLogger(false);
    await worker.init();
    transactions = worker.get(Transactions, { strict: false });
    resets = worker.get(PasswordResets, { strict: false });
    passwords = worker.get(AgentPasswords, { strict: false });
    mails = worker.get(Mails, { strict: false });
  });

  afterAll(async () => {
    await worker.close();
    await sink.close();
    await database.drop();
  });

  const query = (sql: string, ...values: readonly unknown[]): Promise<Record<string, unknown>[]> =>
    transactions.reader.query(sql, [...values]);
  /** An agent that has a password. */
  const addAgent = async ({ enabled = true, deleted = false, hasEmail = true } = {}): Promise<TestAgent> => {
    const [agent]: [TestAgent] = await transactions.reader.query(
      `INSERT INTO agents (uuid, created_at, updated_at, deleted_at, first_name, last_name, email, enabled,
         availability_status, password_hash)
       VALUES (gen_random_uuid(), now(), now(), CASE WHEN $1 THEN now() END, 'Ada', '',
         CASE WHEN $2 THEN gen_random_uuid() || '@example.com' END, $3, 'offline', 'old') RETURNING id, email`,
      [deleted, hasEmail, enabled],
    );
    return agent;
  };
  const received = (address: string) => sink.mails.filter(({ to }) => to?.some((one) => one.address === address));
  const allDone = () =>
    waitFor('all jobs to be done', async () => (await query('SELECT FROM job_outbox')).length === 0);
  const mailsOf = async ({ id }: TestAgent, template: MailTemplate): Promise<MailEntity[]> =>
    (await mails.listByAgent(id)).filter((mail) => mail.template === template);
  /** Asks for a reset as if the one before were long past, and returns the token of the mail. */
  const reset = async (agent: TestAgent): Promise<string> => {
    await query("UPDATE mails SET created_at = created_at - interval '1 hour'");
    await resets.request(agent.email);
    await allDone();
    return LINK.exec(received(agent.email).at(-1)?.text ?? '')?.[1] ?? '';
  };
  const setPassword = (token: string, password = PASSWORD) =>
    passwords.set(token, password, { ip: null, requestId: null });
  const tokenRefused = expect.objectContaining({ code: 'password_token_invalid' });

  describe('upon a request to reset a password', () => {
    it('sends the agent of the address a link that sets one, good for 24 hours', async () => {
      const agent = await addAgent();
      await resets.request(` ${agent.email.toUpperCase()}`);
      await allDone();
      expect(received(agent.email)).toMatchObject([{ subject: 'Reset your password' }]);
      expect(await mails.listByAgent(agent.id)).toMatchObject([
        { template: 'reset-password', recipient: agent.email, status: 'sent', attempts: 1, lastError: null },
      ]);
      const lifetime =
        "SELECT expires_at - created_at = interval '24 hours' AS day FROM password_tokens WHERE agent_id = $1";
      expect(await query(lifetime, agent.id)).toEqual([{ day: true }]);
      const [, token = ''] = LINK.exec(received(agent.email)[0]?.text ?? '') ?? [];
      await setPassword(token);
      await expect(setPassword(token)).rejects.toEqual(tokenRefused);
    });

    it.each([
      ['unknown', undefined],
      ['of a disabled agent', { enabled: false }],
      ['of a deleted agent', { deleted: true }],
    ])('sends nothing to an address that is %s, and keeps nothing of it', async (_what, options) => {
      const email = options ? (await addAgent(options)).email : 'nobody@example.com';
      await resets.request(email);
      await allDone();
      expect(received(email)).toEqual([]);
      expect(await query('SELECT FROM mails WHERE recipient = $1', email)).toEqual([]);
      expect(await query('SELECT FROM password_resets')).toEqual([]);
    });

    it('takes an agent without an address for nobody', async () => {
      await addAgent({ hasEmail: false });
      const before = sink.mails.length;
      await resets.request('null');
      await resets.request('');
      await allDone();
      expect(sink.mails).toHaveLength(before);
    });

    it('sends one mail for many requests at a time', async () => {
      const agent = await addAgent();
      await Promise.all(Array.from({ length: 8 }, () => resets.request(agent.email)));
      await allDone();
      await resets.request(agent.email);
      await allDone();
      expect(received(agent.email)).toHaveLength(1);
      expect(await query('SELECT FROM password_resets')).toEqual([]);
    });

    it('answers it once, also when it is done again', async () => {
      const agent = await addAgent();
      const [{ id } = {}] = await query(
        'INSERT INTO password_resets (requested_at, email) VALUES (now(), $1) RETURNING id',
        agent.email,
      );
      const answers = await Promise.all([resets.answer(Number(id)), resets.answer(Number(id))]);
      expect(answers.filter((mail) => mail !== null)).toHaveLength(1);
      await query("UPDATE mails SET created_at = created_at - interval '1 hour' WHERE agent_id = $1", agent.id);
      expect(await resets.answer(Number(id))).toBeNull();
      await allDone();
      expect(received(agent.email)).toHaveLength(1);
    });

    it('sends no link to an agent that was disabled meanwhile, and says why', async () => {
      const agent = await addAgent();
      await transactions.run(async (tx) => {
        await mails.queueResetPassword(tx, agent);
        await tx.manager.query('UPDATE agents SET enabled = false WHERE id = $1', [agent.id]);
      });
      await allDone();
      expect(await mails.listByAgent(agent.id)).toMatchObject([
        { status: 'failed', lastError: expect.stringContaining('disabled') },
      ]);
      expect(received(agent.email)).toEqual([]);
    });
  });

  describe('with links of several resets', () => {
    it('have all others void once one is used, whichever it is', async () => {
      const [agent, other] = [await addAgent(), await addAgent()];
      const [first, second, third] = [await reset(agent), await reset(agent), await reset(agent)];
      const others = await reset(other);
      expect(new Set([first, second, third]).size).toBe(3);
      await setPassword(second);
      for (const token of [first, second, third]) await expect(setPassword(token)).rejects.toEqual(tokenRefused);
      await expect(setPassword(others)).resolves.toBeUndefined();
    });

    it('let exactly one of two uses of a link at the same time through', async () => {
      const agent = await addAgent();
      const token = await reset(agent);
      const uses = await Promise.allSettled([1, 2].map((n) => setPassword(token, `${PASSWORD}${n}`)));
      expect(uses.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      await allDone();
      expect(await mailsOf(agent, 'password-changed')).toHaveLength(1);
    });
  });

  describe('upon a change', () => {
    it('tell the agent when it was and what to do if it was somebody else', async () => {
      const agent = await addAgent();
      await setPassword(await reset(agent));
      const [mail] = await mailsOf(agent, 'password-changed');
      await allDone();
      const day = mail?.createdAt.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
      expect(received(agent.email).at(-1)).toMatchObject({
        subject: 'Your password was changed',
        text: expect.stringMatching(
          new RegExp(`was changed on ${day ?? '?'} at \\d\\d:\\d\\d UTC.*If it was not`, 's'),
        ),
        messageId: expect.stringMatching(/^<[0-9a-f-]{36}@support\.example\.com>$/),
      });
      expect(received(agent.email).at(-1)?.text).not.toMatch(LINK);
      expect(await mailsOf(agent, 'password-changed')).toMatchObject([{ status: 'sent', attempts: 1 }]);
    });

    it.each([
      ['has another address by now', "email = 'moved-' || email"],
      ['is disabled by now', 'enabled = false'],
    ])('go to the address that the agent had at that moment, also when it %s', async (_what, change) => {
      const agent = await addAgent();
      await transactions.run(async (tx) => {
        await mails.queuePasswordChanged(tx, agent);
        await tx.manager.query(`UPDATE agents SET ${change} WHERE id = $1`, [agent.id]);
      });
      await allDone();
      expect(await mailsOf(agent, 'password-changed')).toMatchObject([{ status: 'sent', recipient: agent.email }]);
      expect(received(agent.email)).toHaveLength(1);
      expect(received(`moved-${agent.email}`)).toEqual([]);
    });

    it('are not sent any more when the agent is deleted by now', async () => {
      const agent = await addAgent();
      await transactions.run(async (tx) => {
        await mails.queuePasswordChanged(tx, agent);
        await tx.manager.query('UPDATE agents SET deleted_at = now() WHERE id = $1', [agent.id]);
      });
      await allDone();
      expect(received(agent.email)).toEqual([]);
    });
  });
});
