import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';

import { MetricsServer } from './metrics-server.js';
import { SampledGauge } from './sampled-gauge.js';

describe('the server of metrics', () => {
  let server: MetricsServer;

  beforeAll(async () => {
    server = await MetricsServer.start({ host: '127.0.0.1', port: 0, token: 'token of the scraper' }, false);
  });

  afterAll(() => {
    server.close();
  });

  const ask = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${server.port}${path}`, init);

  it('tells the metrics to whoever has the token', async () => {
    const answer = await ask('/metrics', { headers: { Authorization: 'Bearer token of the scraper' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await answer.text()).toContain('# TYPE rollcall_http_request_duration_seconds histogram');
  });

  it.each([
    ['without a token', '/metrics', {}, 401],
    ['with another', '/metrics', { headers: { Authorization: 'Bearer token of another' } }, 401],
    ['with a part of it', '/metrics', { headers: { Authorization: 'Bearer token of the' } }, 401],
    ['by another method', '/metrics', { method: 'POST' }, 405],
    ['at another path', '/', {}, 404],
  ])('tells nothing %s', async (_how, path, init, status) => {
    const answer = await ask(path, init);
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toContain('rollcall_');
  });
});

describe('a gauge that is read with the metrics', () => {
  it('shows nothing before somebody says how it is read, and while that fails', async () => {
    const registry = new Registry();
    const gauge = new SampledGauge(registry, { name: 'depth', help: 'A depth' });
    const shown = async () => (await registry.metrics()).split('\n').filter((line) => /^[^#]/.test(line));
    expect(await shown()).toEqual([]);
    gauge.readBy((read) => {
      read.set(7);
    });
    expect(await shown()).toEqual(['depth 7']);
    gauge.readBy(() => Promise.reject(new Error('The database is away')));
    expect(await shown()).toEqual([]);
  });
});
