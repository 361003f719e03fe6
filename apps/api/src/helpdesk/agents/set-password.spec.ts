import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { entriesDuring } from '../../testing/activity.js';
import type { Models } from '../../testing/description.js';
import { TestApi } from '../../testing/test-api.js';

const PASSWORD = 'Correct-Horse-7';

describe('setting a password with a mailed token', () => {
  let api: TestApi;
  let agent: Models['AgentDto'];

  beforeAll(async () => {
    api = await TestApi.start();
    agent = await api.agent();
  });

  afterAll(async () => {
    await api.close();
  });

  const token = (agentId = agent.id, lifetime?: string) => api.passwordToken(agentId, lifetime);
  const set = (text: string, password = PASSWORD) =>
    api.anonymous.post('/agents/set-password', { token: text, password });
  const sendForm = (fields: Record<string, string>) =>
    api.anonymous.send('POST', '/agents/set-password', { raw: new URLSearchParams(fields) });
  const hash = async (agentId = agent.id) =>
    (await api.rows('SELECT password_hash AS hash FROM agents WHERE id = $1', [agentId]))[0]?.hash;

  const refused = { status: 400, error: { error_type: 'InputException', data: null } };

  describe('by JSON', () => {
    it('stores the password as an Argon2id hash and leaves an entry of the agent itself', async () => {
      const good = await token();
      const client = api.anonymous.with({ 'X-Request-Id': 'by-link' });
      const entries = await entriesDuring(api, async () => {
        expect((await client.post('/agents/set-password', { token: good, password: PASSWORD })).data).toBe(true);
      });
      expect(await hash()).toMatch(/^\$argon2id\$/);
      const { id } = agent;
      expect(entries).toMatchObject([
        {
          activity_type: 'agent_password_set',
          actor_id: id,
          target_model_id: id,
          ip: '127.0.0.1',
          request_id: 'by-link',
        },
      ]);
    });

    it('tells the agent by mail of every password but its first', async () => {
      const { id, email } = await api.agent();
      const mails = async () => (await api.admin.get(`/agents/${id}/mails`)).many('MailDto');
      expect((await set(await token(id))).status).toBe(200);
      expect(await mails()).toEqual([]);
      expect((await set(await token(id), 'Another-Horse-8')).status).toBe(200);
      expect(await mails()).toMatchObject([{ to: email, template: 'password-changed', status: 'queued' }]);
      expect((await set('nonsense')).status).toBe(400);
      expect(await mails()).toHaveLength(1);
    });

    it('works once', async () => {
      const good = await token();
      expect((await set(good)).status).toBe(200);
      const after = await api.stored();
      expect(await set(good, 'Another-Horse-8')).toMatchObject(refused);
      expect(await api.stored()).toEqual(after);
    });

    it('makes all older tokens of the agent void, and no token of another', async () => {
      const other = await api.agent();
      const [older, newer, others] = [await token(), await token(), await token(other.id)];
      expect((await set(newer)).status).toBe(200);
      expect(await set(older)).toMatchObject(refused);
      expect((await set(others)).status).toBe(200);
    });

    it('is good for 24 hours and no longer', async () => {
      expect((await set(await token(agent.id, '1 minute'))).status).toBe(200);
      expect(await set(await token(agent.id, '-1 second'))).toMatchObject(refused);
    });

    it.each([
      ['too short', 'Short-7'],
      ['too long', `Aa-7${'a'.repeat(69)}`],
      ['without an upper-case letter', 'correct-horse-7'],
      ['without a lower-case letter', 'CORRECT-HORSE-7'],
      ['without a digit', 'Correct-Horse-x'],
      ['without another character', 'CorrectHorse7'],
      ['empty', ''],
    ])('refuses a password that is %s by its name, and keeps the token good', async (_what, weak) => {
      const good = await token();
      const before = await api.stored();
      expect(await set(good, weak)).toMatchObject({ status: 400, fields: ['password'] });
      expect(await api.stored()).toEqual(before);
      expect((await set(good)).status).toBe(200);
    });

    it.each(['Aa-7aaaaaa', `Aa-7${'a'.repeat(68)}`, 'Žluťoučký kůň 7', '𝔘𝔫𝔦aA7-😀😀😀'])(
      'takes the password %s',
      async (password) => {
        expect((await set(await token(), password)).status).toBe(200);
      },
    );

    it.each([
      ['its e-mail changes', { email: 'moved@example.com' }],
      ['an administrator sets a password', { new_password: PASSWORD }],
      ['it is disabled', { enabled: false }],
    ])('is no longer possible by a link sent before %s', async (_what, changes) => {
      const { id, first_name, email, roles } = await api.agent();
      const sent = await token(id);
      expect((await api.admin.put(`/agents/${id}`, { first_name, email, roles, ...changes })).status).toBe(200);
      const before = await hash(id);
      expect(await set(sent)).toMatchObject(refused);
      expect(await hash(id)).toEqual(before);
    });

    it('refuses a token that is none, too long, of another type or of a deleted agent', async () => {
      const deleted = await api.agent();
      const orphan = await token(deleted.id);
      await api.admin.delete(`/agents/${deleted.id}`);
      for (const bad of ['nonsense', 'a'.repeat(200), '😀', ' ', "' OR 1=1 --", orphan])
        expect(await set(bad)).toMatchObject(refused);
      for (const bad of [undefined, null, 5, {}, [], '', 'a'.repeat(201)])
        expect(await api.anonymous.post('/agents/set-password', { token: bad, password: PASSWORD })).toMatchObject({
          status: 400,
          fields: ['token'],
        });
      for (const bad of [undefined, null, 5, {}, []])
        expect(await api.anonymous.post('/agents/set-password', { token: 't', password: bad })).toMatchObject({
          status: 400,
          fields: ['password'],
        });
    });

    it('lets exactly one of many at the same time through, with one token or several of one agent', async () => {
      const [good, another] = [await token(), await token()];
      const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => set(index % 2 ? good : another)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(11).fill(400)]);
    });
  });

  it('takes a form likewise, and repeats nothing of it', async () => {
    const good = await token();
    const weak = await sendForm({ token: good, password: 'hunter2' });
    expect(weak).toMatchObject({ status: 400, fields: ['password'] });
    expect(weak.text).not.toContain('hunter2');
    expect((await sendForm({ token: good, password: PASSWORD })).data).toBe(true);
    expect(await sendForm({ token: good, password: PASSWORD })).toMatchObject(refused);
  });
});
