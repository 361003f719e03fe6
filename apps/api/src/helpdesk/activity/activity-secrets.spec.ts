import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Answer } from '../../testing/client.js';
import { ADMIN, TestApi } from '../../testing/test-api.js';

/** Passwords that the rule takes, of letters that nothing else is made of. */
const password = fc.stringMatching(/^[q-z]{8,20}$/).map((text) => `Zz9-${text}`);

describe('the activity log', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const logged = async () => JSON.stringify(await api.rows('SELECT * FROM activity_log'));
  const cookies = (answer: Answer) =>
    answer.headers.getSetCookie().map((cookie) => cookie.slice(cookie.indexOf('=') + 1, cookie.indexOf(';')));

  it('never tells a secret that a request or its answer bore, nor its hash', async () => {
    await fc.assert(
      fc.asyncProperty(password, password, password, async (first, second, wrong) => {
        const email = `${api.unique('secret')}@example.com`;
        const body = { first_name: 'Ada', last_name: 'Lovelace', email, password: first };
        await api.admin.post('/user/create_live_agent', body);
        const [agent] = (await api.admin.get(`/agents?email=${email}`)).many('CompactAgentDto');
        const path = `/agents/${agent?.id ?? 0}`;
        const login = await api.anonymous.post('/auth/login', { email, password: first });
        await api.anonymous.post('/auth/login', { email, password: wrong });
        await api.admin.put(path, { first_name: 'Ada', email, role: 'Agent', new_password: second });
        const pair = (await api.admin.post(`${path}/api-key`)).one('ApiKeyPairDto');
        const bearer = (await api.admin.post(`${path}/api-keys`, { name: 'b', kind: 'bearer' })).one('IssuedApiKeyDto');
        const next = (await api.admin.post(`${path}/api-keys/${bearer.id}/rotate`, {})).one('IssuedApiKeyDto');
        await api.admin.delete(path);
        const secrets = [first, second, wrong, pair.api_key, pair.api_secret, bearer.token ?? '', next.token ?? ''];
        const text = await logged();
        for (const secret of [...secrets, ...cookies(login)]) {
          expect(secret).not.toBe('');
          expect(text).not.toContain(secret);
        }
      }),
      { numRuns: 5 },
    );
    const text = await logged();
    for (const secret of [ADMIN.key, ADMIN.secret, ADMIN.token, '$argon2']) expect(text).not.toContain(secret);
    const hashes = await api.rows(
      `SELECT encode(unnest(ARRAY[secret_hash, previous_secret_hash]), 'hex') AS hash FROM api_keys`,
    );
    for (const { hash } of hashes.filter((row) => row.hash !== null)) expect(text).not.toContain(hash);
  });
});
