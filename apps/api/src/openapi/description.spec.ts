import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { EVENT_TYPES, TEST_EVENT } from '@rollcall/events';

import { apiDescription } from './describe-api.js';
import { isRecord, typesOf } from '../testing/description.js';
import { METHODS, routesOf } from '../http/routing/routes.js';
import { expressRoutesOf } from '../testing/routes.js';
import { TestApi } from '../testing/test-api.js';

/** Pages for people and the description itself. */
const NOT_DESCRIBED = /^GET \/(set-password$|docs|openapi\.json$)|^\w+ \/scim\/v2\/(.*\.search|Me|Bulk)$/;

const LOGINS = ['POST /api/v1/auth/login', 'POST /api/v1/auth/login-link', 'POST /api/v1/auth/second-factor'];

/** What anybody may call, but for pages of other origins. */
const OWN_PAGES_ONLY = new Set(['GET /logout', ...LOGINS, 'POST /api/v1/agents/reset-password']);

describe('the API description', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  it('leaves out no route, and describes none that is not there', () => {
    const described = api.description.operations.toSorted();
    const titles = (routes: readonly { method: string; path: string }[]) =>
      routes
        .map(({ method, path }) => `${method} ${path}`)
        .filter((title) => !NOT_DESCRIBED.test(title))
        .toSorted();
    expect(titles(expressRoutesOf(api.app))).toEqual(described);
    expect(titles(routesOf(api.app))).toEqual(described);
  });

  it('says of every operation what it does, who may call it and how it fails', () => {
    const access = new Map(routesOf(api.app).map(({ title, access: stated }) => [title, stated]));
    for (const [path, item] of Object.entries(apiDescription(api.app).paths))
      for (const [method, operation] of Object.entries<unknown>({ ...item })) {
        const { summary, security, responses } = isRecord(operation) ? operation : {};
        const title = `${method.toUpperCase()} ${path}`;
        const open = access.get(title) === 'public';
        const statuses = Object.keys(isRecord(responses) ? responses : {});
        expect({ title, summary, security }).toEqual({
          title,
          summary: expect.stringMatching(/\w/),
          security: open
            ? []
            : ['basic', 'token', 'header-key', 'bearer', 'query-key', 'session'].map((scheme) => ({ [scheme]: [] })),
        });
        expect({ title, statuses }).toEqual({
          title,
          statuses: expect.arrayContaining([
            expect.stringMatching(/^(20[014]|302)$/),
            ...['400', '408', '413', '414', '415', '431', '500', '503'],
          ]),
        });
        expect({ title, told: statuses.includes('401') }).toEqual({
          title,
          told: !open || LOGINS.includes(title),
        });
        expect({ title, told: statuses.includes('403') }).toEqual({
          title,
          // Of a change, a session without its token is told so, and a page of another origin; of all, a session that is held back.
          told: !open || OWN_PAGES_ONLY.has(title),
        });
      }
  });

  it('puts every operation into a group that says what it is for, in the order of use', () => {
    const { paths, tags } = apiDescription(api.app);
    const used = Object.values(paths).flatMap((item) =>
      METHODS.flatMap((method) => (item[method] ? (item[method].tags ?? ['none']) : [])),
    );
    expect(tags?.map(({ name }) => name).toSorted()).toEqual([...new Set(used)].toSorted());
    for (const tag of tags ?? []) expect(tag.description).toMatch(/\w+/);
  });

  it('describes the request of a webhook for each event', () => {
    const { webhooks } = apiDescription(api.app);
    expect(Object.keys(webhooks ?? {}).toSorted()).toEqual([...EVENT_TYPES, TEST_EVENT].toSorted());
  });

  it('is OpenAPI 3.1 in which a linter finds no error', async () => {
    const document = apiDescription(api.app);
    expect(document.openapi).toBe('3.1.0');
    const problems = await lintFromString({
      source: JSON.stringify(document),
      absoluteRef: '/openapi.json',
      config: await createConfig({ extends: ['recommended'] }),
    });
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ message, location: [at] }) => `${String(at?.pointer)}: ${message}`)).toEqual([]);
  });

  it('gives no field of a body a default, since clients that are generated then ask for it', () => {
    const { components, paths } = apiDescription(api.app);
    for (const part of [components?.schemas, Object.values(paths).map(({ post, put }) => [post, put])])
      expect(JSON.stringify(part)).not.toContain('"default":');
  });

  it('calls nothing an object that is none', () => {
    const objects: unknown[] = [];
    JSON.stringify(apiDescription(api.app), (_name, value: unknown) => {
      if (isRecord(value) && typesOf(value).includes('object')) objects.push(value);
      return value;
    });
    expect(objects.length).toBeGreaterThan(50);
    for (const { properties, additionalProperties, allOf } of objects.filter(isRecord))
      expect(properties ?? additionalProperties ?? allOf).toBeDefined();
  });

  it('says of bearer keys what they look like, which is no JWT', () => {
    expect(apiDescription(api.app).components?.securitySchemes?.bearer).toMatchObject({ bearerFormat: 'in-…' });
  });

  it('is served as it is, as JSON and as a page that loads nothing from elsewhere', async () => {
    const json = await fetch(`${api.url}/openapi.json`);
    expect(await json.json()).toEqual(JSON.parse(JSON.stringify(apiDescription(api.app))));
    const page = await fetch(`${api.url}/docs`);
    const html = await page.text();
    expect(page.headers.get('content-type')).toContain('text/html');
    const references = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, reference]) => reference ?? '');
    expect(references.length).toBeGreaterThan(2);
    for (const reference of references) {
      const { origin, href } = new URL(reference, page.url);
      expect(origin).toBe(api.url);
      expect((await fetch(href)).status).toBe(200);
    }
  });
});
