import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { TestApi } from '../../testing/test-api.js';

/** Entries of one day an hour apart; the odd ones are about teams, those from the sixth on by another agent. */
const COUNT = 12;

describe('GET /activity-logs', () => {
  let api: TestApi;
  let other: number;

  beforeAll(async () => {
    api = await TestApi.start();
    other = (await api.agent()).id;
    await api.rows('DELETE FROM activity_log');
    await api.rows(
      `INSERT INTO activity_log (id, created_at, activity_type, activity_description, actor_id, target_model_type, target_model_id)
       SELECT 100 + i, timestamptz '2026-01-01T00:00:00Z' + i * interval '1 hour',
         CASE WHEN i % 2 = 1 THEN 'team_updated' ELSE 'role_updated' END, i::text,
         CASE WHEN i < 6 THEN 1 ELSE $2 END, CASE WHEN i % 2 = 1 THEN 'team' ELSE 'role' END, i % 3 + 1
       FROM generate_series(0, $1 - 1) i`,
      [COUNT, other],
    );
  });

  afterAll(async () => {
    await api.close();
  });

  const page = async (query = '') => (await api.admin.get(`/activity-logs${query}`)).one('ActivityPageDto');
  const found = async (query: string) =>
    (await page(query)).results.map(({ activity_description: text }) => Number(text));

  it('gives thirty, the newest first, with the size of the whole', async () => {
    const first = await page();
    expect(first).toMatchObject({ total: COUNT, per_page: 30, total_pages: 1, page: 1 });
    expect(first.results.map(({ id }) => id)).toEqual(Array.from({ length: COUNT }, (_, i) => 100 + COUNT - 1 - i));
  });

  it('gives pages of the asked size in either order', async () => {
    expect(await found('?page=2&page_size=5&order=desc&order_by=created_at')).toEqual([6, 5, 4, 3, 2]);
    expect(await found('?page=3&page_size=5&order=asc')).toEqual([10, 11]);
    expect(await page('?page=4&page_size=5')).toMatchObject({ results: [], total: COUNT, total_pages: 3, page: 4 });
  });

  it.each([
    ['activity_type=team_updated', [11, 9, 7, 5, 3, 1]],
    ['activity_type=agent_login', []],
    ['actor_id=1', [5, 4, 3, 2, 1, 0]],
    ['target_model_type=role', [10, 8, 6, 4, 2, 0]],
    ['target_model_id=1', [9, 6, 3, 0]],
    ['target_model_type=team&target_model_id=1', [9, 3]],
    ['target_model_uuid=01900000-0000-7000-8000-000000000000', []],
    ['created_from=2026-01-01T09:00:00Z', [11, 10, 9]],
    ['created_to=2026-01-01T02:00:00Z', [2, 1, 0]],
    ['created_from=2026-01-01T03:00:00Z&created_to=2026-01-01T05:00:00%2B00:00', [5, 4, 3]],
    ['created_from=2026-01-01T06:30:00%2B02:00&created_to=2026-01-01T05:59:59.999Z', [5]],
    ['activity_type=team_updated&actor_id=1&created_from=2026-01-01T02:00:00Z&order=asc', [3, 5]],
    ['no_such_filter=1&actor_id=1&target_model_type=agent', []],
  ])('narrows the log by ?%s', async (query, expected) => {
    expect(await found(`?${query}`)).toEqual(expected);
    expect((await page(`?${query}&page_size=1`)).total).toBe(expected.length);
  });

  it.each([
    ['page', ['1&page=2']],
    ['page_size', ['1&page_size=2']],
    ['order', ['', 'DESC', 'up', 'asc&order=desc']],
    ['order_by', ['', 'id', 'created_at;']],
    ['activity_type', ['', 'nothing', 'team_updated&activity_type=role_updated', 'constructor']],
    ['actor_id', ['0', 'abc', '1.5', '99999999999999999999', '1&actor_id=2']],
    ['target_model_type', ['', 'planet', 'Team']],
    ['target_model_id', ['0', 'abc', '-1']],
    ['target_model_uuid', ['', '1', 'abc']],
    ['created_from', ['', 'yesterday', '2026-02-31T00:00:00Z', '1&created_from=2']],
    ['created_to', ['', '5', '2026-13-01T00:00:00Z']],
  ])('refuses a wrong ?%s by its name', async (field, values) => {
    for (const value of values) {
      const answer = await api.admin.get(`/activity-logs?${field}=${value}`);
      expect({ value, status: answer.status, fields: answer.fields }).toEqual({ value, status: 400, fields: [field] });
    }
  });

  it('reads a long log by its indexes, whatever narrows it', async () => {
    await api.rows(
      `INSERT INTO activity_log (id, created_at, activity_type, activity_description, actor_id, target_model_type, target_model_id)
       SELECT 1000 + i, timestamptz '2026-02-01T00:00:00Z' + i * interval '1 second', 'agent_updated', '', 1, 'agent', i
       FROM generate_series(1, 50000) i`,
    );
    await api.rows('VACUUM ANALYZE activity_log');
    const explain = async (condition: string) =>
      JSON.stringify(
        await api.rows(
          `EXPLAIN SELECT id FROM activity_log WHERE ${condition} ORDER BY created_at DESC, id DESC LIMIT 30`,
        ),
      );
    for (const condition of [
      'true',
      "activity_type = 'role_deleted'",
      'actor_id = 9',
      "target_model_type = 'team' AND target_model_id = 1",
      "target_model_type = ANY ('{agent,team,role,billing_plan}') AND target_model_id = 1",
      "target_model_uuid = '01900000-0000-7000-8000-000000000000'",
      "created_at BETWEEN '2026-01-01' AND '2026-01-02'",
    ])
      expect({ condition, plan: await explain(condition) }).toEqual({
        condition,
        plan: expect.not.stringContaining('Seq Scan'),
      });
  });
});
