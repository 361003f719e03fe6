import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { TestApi } from '../../testing/test-api.js';

const WAITING = '01900000-0000-7000-8000-000000000001';
const RUNNING = '01900000-0000-7000-8000-000000000002';
const FAILED = '01900000-0000-7000-8000-000000000003';
const UNKNOWN = '01900000-0000-7000-8000-000000000004';

describe('the routes of jobs', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  beforeEach(async () => {
    await api.rows('DELETE FROM job_outbox');
    await api.rows(
      `INSERT INTO job_outbox (id, created_at, name, payload, attempts, last_error, sweep_at, started_at, failed_at) VALUES
       ($1, '2026-01-01T00:00:00Z', 'send-mail', '{"mailId": 1}', 1, 'The mail server is away', now(), NULL, NULL),
       ($2, '2026-01-02T00:00:00Z', 'agents-import', '{"importId": 2}', 1, NULL, now(), now(), NULL),
       ($3, '2026-01-03T00:00:00Z', 'send-mail', '{"mailId": 3}', 13, 'The mail server is away', now(), NULL, now()),
       ($4, '2026-01-04T00:00:00Z', 'of-a-later-version', '{}', 0, NULL, now(), NULL, NULL)`,
      [WAITING, RUNNING, FAILED, UNKNOWN],
    );
  });

  afterAll(async () => {
    await api.close();
  });

  const list = async (query = '') => (await api.admin.get(`/jobs${query}`)).one('JobsDto');
  const listed = async (query: string) => (await list(query)).results.map(({ id }) => id);

  it('show what each queue has to do, and the newest jobs first', async () => {
    const { queues, results } = await list();
    expect(queues.map(({ name }) => name)).toEqual(['mail', 'agents', 'webhooks', 'billing', 'stripe']);
    expect(queues.slice(0, 3)).toEqual([
      { name: 'mail', waiting: 1, running: 0, failed: 1, oldest_at: '2026-01-01T00:00:00.000Z' },
      { name: 'agents', waiting: 0, running: 1, failed: 0, oldest_at: '2026-01-02T00:00:00.000Z' },
      { name: 'webhooks', waiting: 0, running: 0, failed: 0, oldest_at: null },
    ]);
    expect(results).toMatchObject([
      { id: UNKNOWN, queue: null, state: 'waiting' },
      {
        ...{ id: FAILED, queue: 'mail', name: 'send-mail', state: 'failed', payload: { mailId: 3 }, attempts: 13 },
        ...{ last_error: 'The mail server is away', failed_at: expect.any(String) },
      },
      { id: RUNNING, queue: 'agents', state: 'running', started_at: expect.any(String) },
      { id: WAITING, queue: 'mail', state: 'waiting', last_error: 'The mail server is away', failed_at: null },
    ]);
  });

  it('list by state and queue, page by page', async () => {
    expect(await listed('?state=failed')).toEqual([FAILED]);
    expect(await listed('?queue=mail&limit=1')).toEqual([FAILED]);
    expect(await listed(`?queue=mail&limit=1&before=${FAILED}`)).toEqual([WAITING]);
    expect((await api.admin.get('/jobs?queue=post')).body).toMatchObject({
      message: expect.stringContaining('queue must be one of mail, agents'),
    });
  });

  it('have one job, or all, done again that failed for good, and no other', async () => {
    expect((await api.admin.post(`/jobs/${WAITING}/retry`)).status).toBe(404);
    expect((await api.admin.post(`/jobs/${FAILED}/retry`)).status).toBe(200);
    expect(await list('?queue=mail')).toMatchObject({
      results: [
        { id: FAILED, state: 'waiting', attempts: 0 },
        { id: WAITING, attempts: 1 },
      ],
    });
    await api.rows('UPDATE job_outbox SET failed_at = now()');
    expect((await api.admin.post('/jobs/retry')).one('RetriedJobsDto').count).toBe(4);
    expect((await api.admin.post('/jobs/retry')).one('RetriedJobsDto').count).toBe(0);
    expect(await listed('?state=failed')).toEqual([]);
    // Neither the refused retry nor the one of nothing.
    const entries = await api.rows(
      `SELECT activity_description AS text, target_model_type AS type, target_model_uuid AS id FROM activity_log
       WHERE activity_type = 'job_retried' AND actor_id IS NOT NULL AND request_id IS NOT NULL ORDER BY activity_log.id`,
    );
    expect(entries[0]).toEqual({
      text: expect.stringMatching(/ had the job send-mail done again \(01900000-.*3\)$/),
      ...{ type: 'job', id: FAILED },
    });
    expect(entries.slice(1).map(({ id }) => id)).toEqual(expect.arrayContaining([WAITING, RUNNING, FAILED, UNKNOWN]));
    expect(entries).toHaveLength(5);
  });
});
