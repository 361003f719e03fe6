import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PasswordResets } from '@rollcall/agents';

import { ADMIN, TestApi } from '../testing/test-api.js';

const PASSWORD = 'Correct-Horse-7';

/** Addresses of one mailbox, of which the first is as it is shown. */
const SAME = [
  ['ada@münchen.example', 'ADA@xn--mnchen-3ya.example', 'ada@MU\u0308NCHEN.example', ' ada@münchen。example'],
  ['bob@xn--bcher-kva.example', 'Bob@Bücher.example'],
  ['jürgen@example.com', 'JU\u0308RGEN@Example.com'],
  ['νικος@example.com', 'ΝΙΚΟΣ@example.com', 'νικοσ@example.com'],
  ['eve@faß.example', 'eve@xn--fa-hia.example'],
];

describe('a mailbox', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const uuidOf = async ({ id }: { id: number }) =>
    String((await api.rows('SELECT uuid FROM agents WHERE id = $1', [id]))[0]?.uuid);
  const live = () => api.anonymous.with({ 'X-API-Key': ADMIN.token });
  const liveBody = (email: string) => ({ first_name: 'Ada', last_name: '', email, password: PASSWORD });

  it.each(SAME)('is one agent, %s, however its address is written', async (shown, ...others) => {
    const agent = await api.agentWithPassword(PASSWORD, { email: shown });
    expect(agent.email).toBe(shown);
    const another = await api.agent();
    for (const email of [shown, ...others]) {
      expect((await api.admin.post('/agents', api.newAgent({ email }))).status).toBe(409);
      expect((await api.admin.put(`/agents/${another.id}`, { ...another, email })).status).toBe(409);
      expect((await live().post('/user/create_live_agent', liveBody(email))).status).toBe(409);
      expect((await live().put(`/user/${await uuidOf(another)}`, { email })).status).toBe(409);
      expect((await api.anonymous.post('/auth/login', { email, password: PASSWORD })).status).toBe(200);
      const found = await api.admin.get(`/agents?email=${encodeURIComponent(email)}`);
      expect(found.many('CompactAgentDto').map(({ id }) => id)).toEqual([agent.id]);
      expect((await api.admin.put(`/agents/${agent.id}`, { ...agent, email })).status).toBe(200);
    }
  });

  it('has its password reset by any of its addresses, and the mail goes to the one that it is shown by', async () => {
    const agent = await api.agent({ email: 'reset@müller.example' });
    expect((await api.anonymous.post('/agents/reset-password', { email: 'RESET@xn--mller-kva.example' })).status).toBe(
      200,
    );
    const [row] = await api.rows('SELECT id::int FROM password_resets ORDER BY id DESC LIMIT 1');
    const mail = await api.app.get(PasswordResets, { strict: false }).answer(Number(row?.id));
    expect(mail).toMatchObject({ agentId: agent.id, recipient: 'reset@müller.example' });
  });

  it('is not the one of a domain or a name that is another', async () => {
    await api.agent({ email: 'ann@faß.example' });
    expect((await api.agent({ email: 'ann@fass.example' })).email).toBe('ann@fass.example');
    expect((await api.agent({ email: 'ann@fäss.example' })).email).toBe('ann@fäss.example');
  });

  it.each([
    'a\u200bb@example.com',
    'ab\u00ad@example.com',
    'a\u202emoc@example.com',
    'a\u2067b@example.com',
    'ab@exam\u200bple.com',
    'ab@exam\u00adple.com',
    'a\u0007b@example.com',
    'ab\u2003c@example.com',
    'ab@xn--a.example',
    `ab@${'ü'.repeat(63)}.example`,
  ])('is not to be had at %j, in either window', async (email) => {
    const agent = await api.agent();
    const before = await api.stored();
    for (const answer of [
      await api.admin.post('/agents', api.newAgent({ email })),
      await api.admin.put(`/agents/${agent.id}`, { ...agent, email }),
      await api.anonymous.post('/agents/reset-password', { email }),
    ])
      expect(answer).toMatchObject({ status: 400, fields: ['email'] });
    expect((await live().post('/user/create_live_agent', liveBody(email))).status).toBe(422);
    expect((await live().put(`/user/${await uuidOf(agent)}`, { email })).status).toBe(422);
    expect(await api.stored()).toEqual(before);
  });
});

describe('the limit of logins', () => {
  it('counts a mailbox once, however its address is written', async () => {
    const api = await TestApi.start({ settings: { LIMIT_PER_ACCOUNT: '2' } });
    const login = async (email: string) =>
      (await api.anonymous.post('/auth/login', { email, password: PASSWORD })).status;
    expect(await login('ada@münchen.example')).toBe(401);
    expect(await login('ADA@xn--mnchen-3ya.example')).toBe(401);
    expect(await login('ada@MU\u0308NCHEN.example')).toBe(429);
    await api.close();
  });
});
