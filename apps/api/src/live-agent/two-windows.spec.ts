import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasControls, nameText } from '@rollcall/kernel';
import fc from 'fast-check';

import { ADMIN, TestApi } from '../testing/test-api.js';

const text = (maxLength: number) =>
  fc
    .string({ unit: 'grapheme', maxLength })
    .filter((value) => value.isWellFormed() && !value.includes('\0') && Array.from(value).length <= maxLength);

/** A name as it is stored, without control characters. */
const lastName = text(40)
  .map(nameText)
  .filter((value) => !hasControls(value));
const name = lastName.filter((value) => value !== '');
const phone = fc.oneof(
  fc.constantFrom('+1 202-555-0123', '+49 30 901820', '+44 20 7946 0958', '0301234567', 'ask reception'),
  text(50),
);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const person = fc.record(
  {
    first_name: name,
    last_name: lastName,
    is_active: fc.boolean(),
    phone: optional(phone),
    state: optional(text(40)),
    country: optional(text(40)),
    address: optional(text(100)),
    birthdate: optional(fc.date({ min: new Date(0), max: new Date('2020-01-01'), noInvalidDate: true })),
    is_enterprise: optional(fc.boolean()),
  },
  { requiredKeys: ['first_name', 'last_name'] },
);

describe('an agent seen through both windows', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const live = () => api.anonymous.with({ 'X-API-Key': ADMIN.token });

  it('is the same when the live-agent window created it', async () => {
    await fc.assert(
      fc.asyncProperty(person, async (sent) => {
        const email = `${api.unique('one')}@example.com`;
        const created = await live().post('/user/create_live_agent', { ...sent, email, password: 'Correct-Horse-7' });
        const user = created.one('UserDto');
        expect(user).toMatchObject({
          ...sent,
          ...(sent.birthdate ? { birthdate: sent.birthdate.toISOString() } : {}),
          email,
          is_active: sent.is_active ?? true,
          phone: sent.phone ?? null,
          is_enterprise: sent.is_enterprise === undefined ? false : sent.is_enterprise,
        });
        const [compact] = (await api.admin.get(`/agents?email=${email}`)).many('CompactAgentDto');
        const agent = (await api.admin.get(`/agents/${compact?.id ?? 0}`)).one('AgentDto');
        expect(agent).toMatchObject({
          first_name: user.first_name,
          last_name: user.last_name,
          email: user.email,
          enabled: user.is_active,
          created_at: user.created_at,
          updated_at: user.updated_at,
          roles: ['Agent'],
        });
        const split = [agent.phone_number_calling_code, agent.phone_number].map((part) => part === null);
        expect(split[0]).toBe(split[1]);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['de', 'DE'],
    ['GB', 'GB'],
    ['Germany', null],
    ['', null],
    ['ß1', null],
  ])('lives in the country %j, which the helpdesk window shows as %j', async (country, shown) => {
    const email = `${api.unique('country')}@example.com`;
    const sent = { first_name: 'Ada', last_name: 'L', email, password: 'Correct-Horse-7', country };
    const user = (await live().post('/user/create_live_agent', sent)).one('UserDto');
    await api.rows("UPDATE agents SET external_user_id = 'crm-7' WHERE email = $1", [email]);
    const [compact] = (await api.admin.get(`/agents?email=${email}`)).many('CompactAgentDto');
    expect(compact).toMatchObject({ external_user_id: 'crm-7' });
    expect((await api.admin.get(`/agents/${compact?.id}`)).data).toMatchObject({
      external_user_id: 'crm-7',
      country: shown,
      meta: {},
    });
    expect(user.country).toBe(country);
  });

  it('is the same when the helpdesk window created it', async () => {
    await fc.assert(
      fc.asyncProperty(name, lastName, fc.boolean(), async (first_name, last_name, enabled) => {
        const email = `${api.unique('two')}@example.com`;
        const created = await api.admin.post('/agents', { first_name, last_name, email, enabled, role: 'Admin' });
        const agent = created.one('AgentDto');
        const [{ uuid } = {}] = await api.rows('SELECT uuid FROM agents WHERE id = $1', [agent.id]);
        const user = (await live().put(`/user/${String(uuid)}`, {})).one('UserDto');
        expect(user).toMatchObject({
          first_name,
          last_name,
          email,
          is_active: enabled,
          is_superuser: true,
          phone: null,
          is_trial: false,
          active_billing_plan_id: null,
        });
      }),
      { numRuns: 40 },
    );
  });
});
