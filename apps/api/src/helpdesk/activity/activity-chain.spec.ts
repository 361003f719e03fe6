import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ActivitySealer } from '@rollcall/activity';

import { TestApi } from '../../testing/test-api.js';

describe('GET /activity-logs/chain', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const chain = async () => (await api.admin.get('/activity-logs/chain')).one('ActivityChainDto');
  const seal = () => api.app.get(ActivitySealer, { strict: false }).seal();

  it('tells how many entries are sealed, how many are not, and when all were', async () => {
    await seal();
    const before = await chain();
    expect(before).toMatchObject({ unsealed: 0, caught_up_at: expect.any(String) });
    await api.team();
    await api.team();
    expect(await chain()).toEqual({ ...before, unsealed: 2 });
    await seal();
    expect(await chain()).toMatchObject({ sealed: before.sealed + 2, unsealed: 0 });
  });
});
