import { describe, expect, it } from '@jest/globals';

import { parseRedisUrl } from './redis-target.js';

describe('parseRedisUrl', () => {
  it('leaves a single server to the client', () => {
    expect(parseRedisUrl('rediss://u:p@cache:6380/2')).toEqual({ kind: 'single', url: 'rediss://u:p@cache:6380/2' });
  });

  it('reads the nodes of a cluster', () => {
    expect(parseRedisUrl('rediss+cluster://me:p%40ss@a:7000,b')).toEqual({
      kind: 'cluster',
      nodes: [
        { host: 'a', port: 7000 },
        { host: 'b', port: 6379 },
      ],
      access: { username: 'me', password: 'p@ss', tls: true },
    });
  });

  it('reads the sentinels and the name of their master', () => {
    expect(parseRedisUrl('redis+sentinel://a,b:26380/main')).toMatchObject({
      kind: 'sentinel',
      sentinels: [
        { host: 'a', port: 26379 },
        { host: 'b', port: 26380 },
      ],
      master: 'main',
    });
  });

  it.each(['localhost:6379', 'http://a', 'redis+sentinel://a', 'redis+cluster://'])('refuses %s', (url) => {
    expect(() => parseRedisUrl(url)).toThrow(/redis:\/\/host:6379/);
  });
});
