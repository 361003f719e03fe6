import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';

import { ADMIN, TestApi } from '../../testing/test-api.js';

/** What the values of a statement have in common with those of another. */
const shapesOf = (values: unknown): unknown =>
  Array.isArray(values)
    ? values.map((value: unknown) => (typeof value === 'string' ? `text of ${value.length}` : typeof value))
    : values;

describe('asking for a mail that resets a password', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(async () => {
    await api.close();
  });

  const ask = (email: unknown) => api.anonymous.post('/agents/reset-password', { email });
  const requests = () => api.rows('SELECT email FROM password_resets ORDER BY id DESC');

  /** The requests that were not among what was stored, with the jobs that look into them. */
  const requestsAndJobsBeyond = ({ password_resets: known }: Record<string, unknown>) =>
    api.rows(
      `SELECT email, min(name) AS job, count(name)::int AS jobs FROM password_resets r
       LEFT JOIN job_outbox ON payload = jsonb_build_object('resetId', r.id)
       WHERE NOT coalesce($1::jsonb, '[]') @> jsonb_build_array(to_jsonb(r)) GROUP BY r.id`,
      [JSON.stringify(known)],
    );

  /** Addresses of every kind of agent and of none, all of one length. */
  const addresses = async (): Promise<Record<string, string>> => {
    const agent = async (changes: object = {}) =>
      api.agent({ ...changes, email: `${api.unique('reset').padEnd(20, 'x')}@example.com` });
    const [known, disabled, deleted] = [await agent(), await agent({ enabled: false }), await agent()];
    await api.admin.delete(`/agents/${deleted.id}`);
    return {
      known: known.email ?? '',
      disabled: disabled.email ?? '',
      deleted: deleted.email ?? '',
      unknown: `${'nobody'.padEnd(20, 'x')}@example.com`,
      unheardOf: `${'nobody'.padEnd(20, 'x')}@example.org`,
    };
  };

  it('is answered alike for every address', async () => {
    for (const address of [...Object.values(await addresses()), ADMIN.email]) {
      const answer = await ask(address);
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 200,
        body: { status: 'success', data: true },
      });
      const named = [...answer.headers.keys()].toSorted();
      expect(named).toEqual([...(await ask('nobody@example.com')).headers.keys()].toSorted());
    }
  });

  it('leaves the same behind for every address, and looks for no agent', async () => {
    for (const address of Object.values(await addresses())) {
      const before = await api.stored();
      await ask(address);
      const after = await api.stored();
      expect({ ...after, password_resets: before.password_resets, job_outbox: before.job_outbox }).toEqual(before);
      expect(await requestsAndJobsBeyond(before)).toEqual([{ email: address, job: 'password-reset', jobs: 1 }]);
    }
  });

  it('runs the same statements for every address', async () => {
    const log = jest.spyOn(api.app.get(DataSource).logger, 'logQuery');
    const statements = async (address: string) => {
      log.mockClear();
      await ask(address);
      return log.mock.calls.map(([query, parameters]) => [query, shapesOf(parameters)]);
    };
    const { known = '', ...others } = await addresses();
    const expected = await statements(known);
    expect(expected.map(([query]) => String(query).trim().split(/\s/, 1)[0])).toEqual([
      'START',
      'INSERT',
      'INSERT',
      'COMMIT',
    ]);
    expect(JSON.stringify(expected)).not.toContain('agents');
    for (const address of Object.values(others)) expect(await statements(address)).toEqual(expected);
  });

  it('takes the address in its normal form', async () => {
    expect((await ask('  Ada.Lovelace@Example.COM ')).data).toBe(true);
    expect((await requests())[0]).toEqual({ email: 'ada.lovelace@example.com' });
  });

  it('needs no credentials, and is the same for who brings them', async () => {
    const { known = '' } = await addresses();
    expect((await api.admin.post('/agents/reset-password', { email: known })).data).toBe(true);
    expect((await requests())[0]).toEqual({ email: known });
  });

  it('refuses what is no e-mail address by its name', async () => {
    const before = await api.stored();
    for (const email of [
      undefined,
      null,
      '',
      5,
      {},
      ['ada@example.com'],
      'ada',
      'ada@',
      'a b@example.com',
      `${'a'.repeat(320)}@example.com`,
    ])
      expect(await ask(email)).toMatchObject({
        status: 400,
        fields: ['email'],
        error: { error_type: 'InputException' },
      });
    expect(await api.stored()).toEqual(before);
  });

  it('leaves nothing behind when the promise to look into it cannot be kept', async () => {
    await api.rows('ALTER TABLE job_outbox RENAME TO job_outbox_away');
    const answer = await ask('nobody@example.net');
    await api.rows('ALTER TABLE job_outbox_away RENAME TO job_outbox');
    expect(answer.status).toBe(500);
    expect(await requests()).not.toContainEqual({ email: 'nobody@example.net' });
  });
});
