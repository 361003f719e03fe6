import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  createTestDatabase,
  describeOnEachQueueBackend,
  type SmtpSink,
  startSmtpSink,
  type TestDatabase,
  waitFor,
} from '@rollcall/testing';

import { ADMIN, type RunningProcess, startProcess } from './processes.js';

describeOnEachQueueBackend('resetting a password', (queueSettings) => {
  let database: TestDatabase;
  let sink: SmtpSink;
  let api: RunningProcess;
  let worker: RunningProcess;

  beforeAll(async () => {
    database = await createTestDatabase();
    sink = await startSmtpSink();
    const settings = {
      ...queueSettings,
      DATABASE_URL: database.url,
      SMTP_URL: sink.url,
      PUBLIC_URL: 'http://support.example.com',
      ...ADMIN.settings,
    };
    [api, worker] = await Promise.all([startProcess('api', settings), startProcess('worker', settings)]);
  });

  afterAll(async () => {
    await Promise.all([api.end('SIGTERM'), worker.end('SIGTERM')]);
    await sink.close();
    await database.drop();
  });

  const call = async (method: string, path: string, body?: object, authorization?: string) => {
    const response = await fetch(`${api.url}/api/v1${path}`, {
      method,
      headers: { ...(authorization ? { authorization } : {}), ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const { data } = (await response.json()) as { data: unknown };
    return { status: response.status, data };
  };
  const nthMail = (nth: number) => waitFor(`mail number ${nth}`, () => sink.mails[nth - 1]);

  it('takes a mail to the agent whose address it is, and is told to it', async () => {
    const ada = { first_name: 'Ada', email: 'ada@example.com', role: 'Agent' };
    const { id } = (await call('POST', '/agents', ada, ADMIN.authorization)).data as { id: number };
    const given = { ...ada, new_password: 'Given-Horse-6' };
    expect((await call('PUT', `/agents/${id}`, given, ADMIN.authorization)).status).toBe(200);
    expect(await nthMail(1)).toMatchObject({ subject: 'Your password was changed' });

    for (const email of ['nobody@example.com', 'Ada@Example.com'])
      expect(await call('POST', '/agents/reset-password', { email })).toEqual({ status: 200, data: true });
    const { subject, to, text = '' } = await nthMail(2);
    expect({ subject, to }).toMatchObject({ subject: 'Reset your password', to: [{ address: 'ada@example.com' }] });
    const [, token] = /http:\/\/support\.example\.com\/console\/set-password#token=([\w-]+)/.exec(text) ?? [];

    const set = () => call('POST', '/agents/set-password', { token, password: 'Correct-Horse-7' });
    expect((await Promise.all([set(), set()])).map(({ status }) => status).toSorted()).toEqual([200, 400]);
    expect(await nthMail(3)).toMatchObject({ subject: 'Your password was changed' });
    const { data } = await call('GET', `/agents/${id}/mails`, undefined, ADMIN.authorization);
    expect(data).toMatchObject(
      ['password-changed', 'reset-password', 'password-changed'].map((template) => ({ template, attempts: 1 })),
    );
    expect(sink.mails).toHaveLength(3);
  });
});
