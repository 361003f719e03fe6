import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Models } from '../../testing/description.js';
import { ADMIN, TestApi } from '../../testing/test-api.js';

const COMPACT_AGENT = [
  'id',
  'type',
  'first_name',
  'last_name',
  'email',
  'enabled',
  'avatar_url',
  'external_user_id',
  'availability_status',
  'created_at',
  'updated_at',
];

describe.each(['/agents', '/agents/compact'])('GET %s', (path) => {
  let api: TestApi;
  /** Newest change first. */
  let all: Models['CompactAgentDto'][];

  beforeAll(async () => {
    api = await TestApi.start();
    await api.team('Night shift');
    const day = await api.team('Day shift');
    await api.team(String(day.id));
    await api.role('tags:manage');
    const people: [string, string, object][] = [
      ['Ada', '100%', { teams: ['Night shift'], email: 'ada@math.example' }],
      ['Grace', 'Hop_per', { enabled: false }],
      ['Grace', 'Hopper', { role: 'Role 1' }],
      ['Back\\slash', '', { teams: ['Day shift'] }],
      ['Žofie', 'Čapková', {}],
    ];
    for (const [first_name, last_name, more] of people) await api.agent({ first_name, last_name, ...more });
    const ada = (await list('?search=100')).at(0);
    await api.admin.put(`/agents/${ada?.id}`, { ...ada, role: 'Agent', availability_status: 'away' });
    all = await list();
  });

  afterAll(async () => {
    await api.close();
  });

  const list = async (query = '') => (await api.admin.get(path + query)).many('CompactAgentDto');
  const page = async (query: string) => (await api.admin.get(path + query)).one('AgentPageDto');
  const slice = async (query: string) => (await api.admin.get(path + query)).one('AgentSliceDto');
  const names = async (query: string) => (await list(query)).map(({ first_name }) => first_name);

  it('lists all agents but System, compact, the newest change first', async () => {
    expect(all.map(({ first_name }) => first_name)).toEqual(['Ada', 'Žofie', 'Back\\slash', 'Grace', 'Grace']);
    for (const agent of all) expect(Object.keys(agent).toSorted()).toEqual(COMPACT_AGENT.toSorted());
    expect((await api.admin.get('/agents/1')).data).toMatchObject({ first_name: 'System', email: ADMIN.email });
    expect(all.map(({ updated_at }) => updated_at)).toEqual(
      all
        .map(({ updated_at }) => updated_at)
        .toSorted()
        .reverse(),
    );
  });

  it.each([
    ['order_by=name&order=asc', ['Ada', 'Back\\slash', 'Grace', 'Grace', 'Žofie']],
    ['order_by=name', ['Žofie', 'Grace', 'Grace', 'Back\\slash', 'Ada']],
    ['order_by=created_at&order=asc', ['Ada', 'Grace', 'Grace', 'Back\\slash', 'Žofie']],
    ['order_by=updated_at&order=asc', ['Grace', 'Grace', 'Back\\slash', 'Žofie', 'Ada']],
    ['order=desc', ['Ada', 'Žofie', 'Back\\slash', 'Grace', 'Grace']],
  ])('sorts its pages by %s', async (order, expected) => {
    const pages = [await page(`?${order}&page_size=3`), await page(`?${order}&page_size=3&page=2`)];
    expect(pages.flatMap(({ results }) => results.map(({ first_name }) => first_name))).toEqual(expected);
  });

  it('sorts a page by e-mail, and by nothing that it does not know', async () => {
    const { results } = await page('?order_by=email&order=asc&page=1');
    expect(results.map(({ email }) => email)).toEqual(all.map(({ email }) => email).toSorted());
    expect(await api.admin.get(`${path}?page=1&order_by=phone`)).toMatchObject({ status: 400, fields: ['order_by'] });
    expect(await api.admin.get(`${path}?page=1&order=up`)).toMatchObject({ status: 400, fields: ['order'] });
  });

  it.each([
    ['a part of the first name', 'oFI', ['Žofie']],
    ['a part of the last name', 'apkov', ['Žofie']],
    ['a part of the e-mail', '@MATH.ex', ['Ada']],
    ['first and last name together', 'grace hopper', ['Grace']],
    ['letters beyond ASCII in any case', 'čAPKOVÁ', ['Žofie']],
    ['a percent sign as itself', '%', ['Ada']],
    ['an underscore as itself', 'op_per', ['Grace']],
    ['a backslash as itself', 'k\\s', ['Back\\slash']],
    ['a quote as itself', "'", []],
    ['nobody', 'nobody is called so', []],
  ])('searches for %s', async (_what, search, expected) => {
    expect(await names(`?search=${encodeURIComponent(search)}`)).toEqual(expected);
  });

  it.each([
    ['team=Night%20shift', ['Ada']],
    ['team=Nowhere', []],
    ['role=aGENT', ['Ada', 'Žofie', 'Back\\slash', 'Grace']],
    ['role=role%201', ['Grace']],
    ['role=ADMIN', []],
    ['role=Nobody', []],
    ['enabled=false', ['Grace']],
    ['enabled=true', ['Ada', 'Žofie', 'Back\\slash', 'Grace']],
    ['availability_status=away', ['Ada']],
    ['email=ADA@MATH.EXAMPLE', ['Ada']],
    [`email=${ADMIN.email}`, []],
    ['email=rollcall.test', []],
    ['role=agent&search=grace&enabled=false', ['Grace']],
    ['team=Night%20shift&enabled=false', []],
    ['search=&team=&role=&email=', ['Ada', 'Žofie', 'Back\\slash', 'Grace', 'Grace']],
    ['no_such_filter=1', ['Ada', 'Žofie', 'Back\\slash', 'Grace', 'Grace']],
  ])('narrows the list by ?%s', async (query, expected) => {
    expect(await names(`?${query}`)).toEqual(expected);
  });

  it('takes digits for a team id unless a team is called so', async () => {
    const teams = (await api.admin.get('/teams')).many('TeamDto');
    const idOf = (name: string) => teams.find((team) => team.name === name)?.id;
    expect(await names(`?team=${idOf('Night shift')}`)).toEqual(['Ada']);
    expect(await names(`?team=${idOf('Day shift')}`)).toEqual([]);
  });

  it('gives pages of the asked size with the size of the whole', async () => {
    const first = await page('?page=1&page_size=4');
    const second = await page('?page_size=4&page=2');
    expect(first).toMatchObject({ total: 5, per_page: 4, total_pages: 2, page: 1 });
    expect([...first.results, ...second.results]).toEqual(all);
    expect(await page('?page=3&page_size=4')).toMatchObject({ results: [], total: 5, page: 3 });
    expect(await page('?page=1000000&page_size=500')).toMatchObject({ results: [] });
    expect(await page('?page=1')).toMatchObject({ per_page: 30, results: all });
    expect(await page('?page_size=1&search=grace')).toMatchObject({ total: 2, total_pages: 2, page: 1 });
  });

  it.each(['0', '-1', '1.5', 'abc', '', '1e1', 'NaN', 'Infinity', '0x10', '%20'])(
    'takes the default for ?page, ?page_size and ?limit=%s, which is no number from 1 on',
    async (value) => {
      expect(await page(`?page=${value}`)).toMatchObject({ per_page: 30, page: 1, results: all });
      expect(await page(`?page_size=${value}`)).toMatchObject({ per_page: 30, page: 1, results: all });
      expect((await slice(`?limit=${value}`)).results).toEqual(all);
    },
  );

  it('takes the limit for a size or a page beyond it', async () => {
    for (const value of ['501', '1000000', '99999999999999999999'])
      expect(await page(`?page_size=${value}`)).toMatchObject({ per_page: 500, page: 1, results: all });
    expect(await page('?page=99999999999999999999')).toMatchObject({ per_page: 30, page: 1_000_000, results: [] });
    expect((await slice('?limit=99999999999999999999')).results).toEqual(all);
  });

  it('is the same at a path for pages and a path for slices', async () => {
    const at = async (form: string, query: string) => (await api.admin.get(`${path}${form}?${query}`)).data;
    expect(await at('/page', 'page=2&page_size=2&search=a')).toEqual(await page('?page=2&page_size=2&search=a'));
    expect(await at('/page', '')).toEqual(await page('?page=1'));
    expect(await at('/slice', 'limit=2&enabled=true')).toEqual(await slice('?enabled=true&limit=2'));
    expect(await at('/slice', '')).toEqual(await slice('?limit=30'));
    expect(await at('', 'cursor=&page=2')).toEqual(await slice('?limit=30'));
    expect((await api.admin.send('HEAD', `${path}/?page=1`)).status).toBe(200);
  });

  it('walks through all agents exactly once by cursor, also when agents come and go meanwhile', async () => {
    const seen: number[] = [];
    const late: number[] = [];
    let next: string | null = '';
    for (let steps = 0; next !== null && steps < 10; steps++) {
      const { results, next_cursor }: Models['AgentSliceDto'] = await slice(`?limit=2&cursor=${next}`);
      seen.push(...results.map(({ id }) => id));
      next = next_cursor;
      late.push((await api.agent()).id);
    }
    for (const id of late) await api.admin.delete(`/agents/${id}`);
    expect(seen).toEqual(all.map(({ id }) => id));
    expect(await slice('?limit=5')).toMatchObject({ next_cursor: null });
    expect((await slice('?limit=1&search=grace')).next_cursor).toEqual(expect.any(String));
  });

  it('walks through agents of the same moment exactly once', async () => {
    await api.rows('UPDATE agents SET updated_at = $1', [new Date()]);
    const { results, next_cursor } = await slice('?limit=3');
    const rest = await slice(`?limit=500&cursor=${next_cursor}`);
    expect([...results, ...rest.results].map(({ id }) => id)).toEqual(
      all.map(({ id }) => id).toSorted((a, b) => b - a),
    );
    expect(rest.next_cursor).toBeNull();
  });

  it.each([
    ['page', ['1&page=2']],
    ['page_size', ['1&page_size=2']],
    ['limit', ['1&limit=2']],
    ['cursor', ['abc', '%20', 'a'.repeat(201), 'YQ', 'OTk5OTk5OTk5OTk5OTk5OS0x', 'a&cursor=b']],
    ['search', ['a&search=b', 'a'.repeat(321)]],
    ['team', ['a&team=b', 'a'.repeat(141)]],
    ['role', ['a&role=b', 'a'.repeat(51)]],
    ['enabled', ['', '1', 'TRUE', 'yes', 'true&enabled=false']],
    ['availability_status', ['', 'gone', 'away&availability_status=away', 'constructor']],
    ['email', ['a&email=b', 'a'.repeat(321)]],
  ])('refuses a wrong ?%s by its name', async (field, values) => {
    for (const value of values) {
      const answer = await api.admin.get(`${path}?${field}=${value}`);
      expect({ value, status: answer.status, fields: answer.fields }).toEqual({ value, status: 400, fields: [field] });
    }
  });

  it('takes the farthest cursor there can be', async () => {
    const cursor = (text: string) => Buffer.from(text).toString('base64url');
    expect((await slice(`?cursor=${cursor('8640000000000000-9999999999999999')}`)).results).toHaveLength(5);
    expect((await slice(`?cursor=${cursor('0-0')}`)).results).toHaveLength(0);
  });
});
