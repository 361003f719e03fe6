import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { RouteTable, type TableRoute } from './route-table.js';

const table = (...routes: string[]) =>
  new RouteTable(
    routes.map((route): TableRoute => {
      const [method = '', path = ''] = route.split(' ');
      return { method, path };
    }),
  );

describe('the table of routes', () => {
  const routes = table(
    ...[
      'GET /agents',
      'POST /agents',
      'GET /agents/me',
      'GET /agents/me/teams',
      'GET /agents/{id}',
      'PUT /agents/{id}',
    ],
    ...['GET /agents/{id}/mails', 'DELETE /agents/{id}/keys/{key_id}', 'POST /agents/{id}/keys/rotate'],
  );

  it.each([
    ['/agents', 'GET, OPTIONS, POST'],
    ['/agents/', 'GET, OPTIONS, POST'],
    ['/AGENTS', 'GET, OPTIONS, POST'],
    ['/agents/7', 'GET, OPTIONS, PUT'],
    ['/agents/7/', 'GET, OPTIONS, PUT'],
    ['/agents/%6de', 'GET, OPTIONS, PUT'],
    ['/agents/constructor', 'GET, OPTIONS, PUT'],
    ['/agents/{id}', 'GET, OPTIONS, PUT'],
    ['/agents/me', 'GET, OPTIONS'],
    ['/agents/Me', 'GET, OPTIONS'],
    ['/agents/me/teams', 'GET, OPTIONS'],
    ['/agents/me/mails', 'GET, OPTIONS'],
    ['/agents/7/keys/rotate', 'OPTIONS, POST'],
    ['/agents/7/keys/8', 'DELETE, OPTIONS'],
    ['/agents/7/keys', ''],
    ['/agents/7/teams', ''],
    ['/agents//', ''],
    ['/agents//mails', ''],
    ['/', ''],
    ['', ''],
    ['*', ''],
    ['agents', 'GET, OPTIONS, POST'],
  ])('of %s says %s', (path, methods) => {
    expect(routes.methodsOf(path).join(', ')).toBe(methods);
  });

  it('finds each of its routes by any path that fits no other, and nothing by what fits none', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const segment = fc.oneof(name, fc.constant('{id}'));
    const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => `/${segments.join('/')}`);
    const fits = (template: string, asked: string) =>
      new RegExp(`^${template.replaceAll('{id}', '[^/]+')}$`).test(asked);
    fc.assert(
      fc.property(fc.array(path, { maxLength: 6 }), fc.array(name, { minLength: 1, maxLength: 4 }), (paths, names) => {
        const asked = `/${names.join('/')}`;
        const fitting = paths.filter((template) => fits(template, asked));
        const found = new RouteTable(paths.map((template) => ({ method: template, path: template }))).methodsOf(asked);
        const [only, ...others] = found.filter((method) => method !== 'OPTIONS');
        expect(others).toEqual([]);
        expect(only === undefined ? fitting.length === 0 : fitting.includes(only)).toBe(true);
        expect(only === asked || !paths.includes(asked)).toBe(true);
      }),
    );
  });
});
