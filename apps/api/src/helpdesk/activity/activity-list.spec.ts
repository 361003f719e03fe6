import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { TestApi } from '../../testing/test-api.js';

/**
 * Entries an hour apart, from the eighth on of the next day; the odd ones are about teams, the first two are by nobody, those
 * from the sixth on by another agent. The first one has no address.
 */
const COUNT = 12;

describe('GET /activity-logs', () => {
  let api: TestApi;
  let other: number;

  beforeAll(async () => {
    api = await TestApi.start();
    other = (await api.agent()).id;
    await api.rows('DELETE FROM activity_log');
    await api.rows(
      `INSERT INTO activity_log (id, created_at, activity_type, activity_description, actor_id, target_model_type, target_model_id, ip)
       SELECT 100 + i, timestamptz '2026-01-01T16:00:00Z' + i * interval '1 hour',
         CASE WHEN i % 2 = 1 THEN 'team_updated' ELSE 'role_updated' END, i::text,
         CASE WHEN i < 2 THEN NULL WHEN i < 6 THEN 1 ELSE $2 END, CASE WHEN i % 2 = 1 THEN 'team' ELSE 'role' END, i % 3 + 1,
         '192.0.2.' || nullif(i, 0)
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
    ['actor_id=1', [5, 4, 3, 2]],
    ['target_model_type=role', [10, 8, 6, 4, 2, 0]],
    ['target_model_id=1', [9, 6, 3, 0]],
    ['target_model_type=team&target_model_id=1', [9, 3]],
    ['target_model_uuid=01900000-0000-7000-8000-000000000000', []],
    ['created_from=2026-01-02T01:00:00Z', [11, 10, 9]],
    ['created_to=2026-01-01T18:00:00Z', [2, 1, 0]],
    ['created_from=2026-01-01T19:00:00Z&created_to=2026-01-01T21:00:00%2B00:00', [5, 4, 3]],
    ['created_from=2026-01-01T22:30:00%2B02:00&created_to=2026-01-01T21:59:59.999Z', [5]],
    ['activity_type=team_updated&actor_id=1&created_from=2026-01-01T18:00:00Z&order=asc', [3, 5]],
    ['no_such_filter=1&actor_id=1&target_model_type=user', []],
  ])('narrows the log by ?%s', async (query, expected) => {
    expect(await found(`?${query}`)).toEqual(expected);
    expect((await page(`?${query}&page_size=1`)).total).toBe(expected.length);
  });

  it('searches what entries say, in any case, whether or not they are sealed', async () => {
    await api.rows("UPDATE activity_log SET activity_description = 'ada gave 100% to Zoë' WHERE id IN (104, 105)");
    await api.rows("UPDATE activity_log SET chain_position = id, chain_hash = '', sealed_at = now() WHERE id > 104");
    const ids = async (search: string) =>
      (await page(`?search=${encodeURIComponent(search)}`)).results.map(({ id }) => id);
    expect(await ids('GAVE')).toEqual([105, 104]);
    expect(await ids('to Zoe\u0308')).toEqual([105, 104]);
    expect(await ids('100%')).toEqual([105, 104]);
    expect(await ids('ada%Zoë')).toEqual([]);
    expect(await found('?search=gave&activity_type=role_updated&page_size=1')).toEqual([NaN]);
    expect((await page('?search=gave&page_size=1')).total).toBe(2);
    await api.rows(
      'UPDATE activity_log SET activity_description = (id - 100)::text, chain_position = NULL, chain_hash = NULL, sealed_at = NULL',
    );
  });

  const rule = (field: string, operator: string, value = '') => ({ model: 'activity_logs', field, operator, value });
  const filtered = (filters: unknown, more = '') =>
    found(`?filters=${encodeURIComponent(JSON.stringify(filters))}${more}`);

  it.each([
    [rule('activity_type', 'equals', 'team_updated'), [11, 9, 7, 5, 3, 1]],
    [rule('activity_type', 'not equals', 'team_updated'), [10, 8, 6, 4, 2, 0]],
    [rule('activity_type', 'greater than', 'role_updated'), [11, 9, 7, 5, 3, 1]],
    [rule('activity_type', 'less than', 'role_updated'), []],
    [rule('activity_type', 'between', 'role, role_updated'), [10, 8, 6, 4, 2, 0]],
    [rule('activity_type', 'in', '["agent_login","role_updated"]'), [10, 8, 6, 4, 2, 0]],
    [rule('activity_type', 'contains', 'TEAM'), [11, 9, 7, 5, 3, 1]],
    [rule('activity_type', 'ilike', 'm_up'), [11, 9, 7, 5, 3, 1]],
    [rule('activity_type', 'contains', '%'), []],
    [rule('activity_type', 'not contains', 'team'), [10, 8, 6, 4, 2, 0]],
    [rule('actor_id', 'equals', '1'), [5, 4, 3, 2]],
    [rule('actor_id', 'not equals', '1'), [11, 10, 9, 8, 7, 6, 1, 0]],
    [rule('actor_id', 'greater than', '1'), [11, 10, 9, 8, 7, 6]],
    [rule('actor_id', 'less than', '2'), [5, 4, 3, 2]],
    [rule('actor_id', 'between', '0,1'), [5, 4, 3, 2]],
    [rule('actor_id', 'in', '["1","4711"]'), [5, 4, 3, 2]],
    [rule('actor_id', 'contains', '1'), [5, 4, 3, 2]],
    [rule('actor_id', 'set'), [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]],
    [rule('actor_id', 'not set'), [1, 0]],
    [rule('ip', 'equals', '192.0.2.3'), [3]],
    [rule('ip', 'contains', '.2.1'), [11, 10, 1]],
    [rule('ip', 'not contains', '192'), [0]],
    [rule('ip', 'not set'), [0]],
    [rule('created_at', 'equals', '2026-01-01'), [7, 6, 5, 4, 3, 2, 1, 0]],
    [rule('created_at', 'not equals', '2026-01-01'), [11, 10, 9, 8]],
    [rule('created_at', 'greater than', '2026-01-01'), [11, 10, 9, 8]],
    [rule('created_at', 'less than', '2026-01-02'), [7, 6, 5, 4, 3, 2, 1, 0]],
    [rule('created_at', 'between', '2026-01-02,2026-01-02'), [11, 10, 9, 8]],
    [rule('created_at', 'between', '2026-01-01T17:00:00Z, 2026-01-01T19:00:00Z'), [3, 2, 1]],
    [rule('created_at', 'equals', '2026-01-01T18:00:00+02:00'), [0]],
    [rule('created_at', 'less than', '2026-01-01T17:00:00Z'), [0]],
    [rule('created_at', 'in', '["2026-01-02","2025-12-31"]'), [11, 10, 9, 8]],
    [rule('created_at', 'contains', 't17:00:00.000z'), [1]],
    [rule('created_at', 'less than', '9999-12-31'), [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
  ])('narrows the log by the condition %j', async (condition, expected) => {
    expect(await filtered([condition])).toEqual(expected);
  });

  it('joins conditions by AND and OR, in groups, with its other filters', async () => {
    const [mine, teams] = [rule('actor_id', 'equals', '1'), rule('activity_type', 'contains', 'team')];
    const late = rule('created_at', 'greater than', '2026-01-01T20:00:00Z');
    expect(await filtered([mine, teams])).toEqual([5, 3]);
    expect(await filtered({ logic: 'or', rules: [mine, late] })).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    const either = { logic: 'OR', rules: [mine, late] };
    expect(await filtered({ logic: 'AND', rules: [either, teams] }, '&order=asc')).toEqual([3, 5, 7, 9, 11]);
    expect(await filtered([either], '&target_model_type=team&target_model_id=1')).toEqual([9, 3]);
    expect((await page(`?page_size=1&filters=${encodeURIComponent(JSON.stringify([mine]))}`)).total).toBe(4);
    expect(await found('?filters=&order=&order_by=&page_size=2')).toEqual([11, 10]);
  });

  it("names what is malformed in filters, and lets nothing of a value into the database's language", async () => {
    const refused = async (filters: string) =>
      (await api.admin.get(`/activity-logs?filters=${encodeURIComponent(filters)}`)).fields;
    expect(await refused('[{')).toEqual(['filters']);
    expect(await refused(JSON.stringify([rule("ip' OR true --", 'equals', 'x')]))).toEqual(['filters.0.field']);
    for (const value of ["' OR true --", ':condition0', '$1', '\\'])
      for (const operator of ['equals', 'contains', 'greater than'])
        expect({
          value,
          found: await filtered([
            rule('ip', 'contains', '192'),
            rule('ip', operator, value),
            rule('ip', 'set'),
            rule('ip', 'less than', '1'),
          ]),
        }).toEqual({
          value,
          found: [],
        });
  });

  it('is in order of each field, by its name alone or behind the name of the table', async () => {
    expect(await found('?order_by=activity_logs.created_at&order=ASC&page_size=3')).toEqual([0, 1, 2]);
    expect(await found('?order_by=activity_logs.activity_type&order=desc')).toEqual([
      11, 9, 7, 5, 3, 1, 10, 8, 6, 4, 2, 0,
    ]);
    expect(await found('?order_by=actor_id&order=asc')).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1]);
    expect(await found('?order_by=activity_logs.actor_id')).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(await found('?order_by=ip&order=desc&page_size=3')).toEqual([9, 8, 7]);
    expect(await found('?order_by=ip&order=desc&page=12&page_size=1')).toEqual([0]);
  });

  it.each([
    ['page', ['1&page=2']],
    ['page_size', ['1&page_size=2']],
    ['order', ['up', 'asc&order=desc']],
    [
      'order_by',
      ['id', 'created_at;', 'agents.created_at', 'activity_logs.id', 'activity_logs.', 'activity_logs.ip&order_by=ip'],
    ],
    ['filters', ['[]&filters=[]']],
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
