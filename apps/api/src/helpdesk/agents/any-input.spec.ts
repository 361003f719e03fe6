import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasControls, nameText } from '@rollcall/kernel';
import fc from 'fast-check';

import type { Models } from '../../testing/description.js';
import { TestApi } from '../../testing/test-api.js';

/** What the fields of an agent could be, and what else there is. */
const FIELDS = ['first_name', 'last_name', 'email', 'role', 'roles', 'teams', 'enabled', 'send_welcome_email'];
const MORE_FIELDS = ['availability_status', 'new_password', 'roleNames', '__proto__', 'constructor', 'toString', ''];

const unicode = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 160 }),
  // Halves of surrogate pairs too.
  fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 5 }),
);

/** Near enough to what is valid that some of it is. */
const value = fc.oneof(
  fc.jsonValue({ stringUnit: 'binary', depthSize: 'medium' }),
  fc.constantFrom('Agent', 'agent', '', null, true, 'online', 'Correct-Horse-7'),
  fc.array(fc.oneof(fc.constantFrom('Agent', 'Team 1', '1', ''), unicode), { maxLength: 4 }),
  fc.emailAddress(),
  unicode,
);

const body = fc.oneof(
  fc.jsonValue({ stringUnit: 'binary' }),
  fc.dictionary(fc.oneof(fc.constantFrom(...FIELDS, ...MORE_FIELDS), unicode), value, { maxKeys: 10 }),
  fc.record(
    { first_name: unicode, email: fc.emailAddress(), role: fc.constant('Agent'), last_name: value, teams: value },
    {
      requiredKeys: ['first_name', 'email', 'role'],
    },
  ),
);

/** A name as it is stored: composed, of 1 to 140 characters, seen from end to end and without control characters. */
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 140 })
  .map((text) => nameText(Array.from(text).slice(0, 70).join('')))
  .filter((text) => text !== '' && !hasControls(text));

describe('any input', () => {
  let api: TestApi;
  let agent: Models['AgentDto'];

  beforeAll(async () => {
    api = await TestApi.start();
    await api.team();
    agent = await api.agent();
  });

  afterAll(async () => {
    await api.close();
  });

  const expectNoFault = async (method: string, path: string, json: unknown) => {
    const answer = await api.admin.send(method, path, {
      raw: JSON.stringify(json),
      headers: { 'Content-Type': 'application/json' },
    });
    expect([200, 400, 409, 422]).toContain(answer.status);
    return answer.status;
  };

  it('is either taken or refused, on create', async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(body, async (json) => {
        seen.add(await expectNoFault('POST', '/agents', json));
      }),
      { numRuns: 300 },
    );
    expect(seen).toEqual(new Set([200, 400]));
  });

  it('is either taken or refused, on update', async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(body, async (json) => {
        seen.add(await expectNoFault('PUT', `/agents/${agent.id}`, json));
      }),
      { numRuns: 300 },
    );
    expect(seen).toEqual(new Set([200, 400]));
  });

  it('is either taken or refused, on every other route with a body', async () => {
    const { id: team } = await api.team();
    const { id: role } = await api.role();
    const key = (await api.admin.post(`/agents/${agent.id}/api-keys`, { name: 'key' })).one('IssuedApiKeyDto');
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          body,
          fc.record({
            name: unicode,
            permissions: value,
            emoji: value,
            timezone: value,
            description: value,
            status: value,
            kind: value,
            scopes: value,
            expires_at: value,
            allowed_ips: value,
            overlap_seconds: value,
          }),
        ),
        async (json) => {
          await expectNoFault('POST', '/teams', json);
          await expectNoFault('PUT', `/teams/${team}`, json);
          await expectNoFault('POST', '/roles', json);
          await expectNoFault('PUT', `/roles/${role}`, json);
          await expectNoFault('PUT', '/agents/me/availability', json);
          await expectNoFault('POST', '/service-accounts', json);
          await expectNoFault('POST', `/agents/${agent.id}/api-keys`, json);
          await expectNoFault('POST', `/agents/${agent.id}/api-keys/${key.id}/rotate`, json);
          await expectNoFault('POST', '/agents/set-password', json);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('in a query is either taken or refused', async () => {
    const parameter = fc.constantFrom(
      ...['page', 'page_size', 'cursor', 'limit', 'search', 'team', 'role', 'enabled', 'availability_status', 'email'],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(parameter, fc.oneof(unicode, fc.integer().map(String))), { maxLength: 4 }),
        async (pairs) => {
          const query = pairs.map(([key, text]) => `${key}=${encodeURIComponent(text.toWellFormed())}`).join('&');
          expect([200, 400]).toContain((await api.admin.get(`/agents?${query}`)).status);
        },
      ),
      { numRuns: 120 },
    );
  });

  it('that is a valid name comes back unchanged, from every answer', async () => {
    await fc.assert(
      fc.asyncProperty(name, name, async (first_name, last_name) => {
        const created = await api.agent({ first_name, last_name });
        expect(created).toMatchObject({ first_name, last_name });
        const swapped = { first_name: last_name, last_name: first_name, email: created.email, roles: ['Agent'] };
        expect((await api.admin.put(`/agents/${created.id}`, swapped)).data).toMatchObject(swapped);
        const [listed] = (await api.admin.get(`/agents?limit=1`)).one('AgentSliceDto').results;
        expect(listed).toMatchObject({ id: created.id, first_name: last_name, last_name: first_name });
        const found = await api.admin.get(`/agents?search=${encodeURIComponent(`${last_name} ${first_name}`)}`);
        expect(found.many('CompactAgentDto').map(({ id }) => id)).toContain(created.id);
      }),
      { numRuns: 60 },
    );
  });
});
