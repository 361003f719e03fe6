import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Header, Module, Patch } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { AnyAgent, Public } from '@rollcall/auth/http';
import { DomainError } from '@rollcall/kernel';

import { apiDescription } from '../openapi/describe-api.js';
import { TestApi } from '../testing/test-api.js';
import type { TestedWindow } from '../testing/tested-window.js';
import { TESTED_WINDOWS } from '../testing/tested-windows.js';
import { jsonBody } from './body/body.js';
import type { FailureCode } from './failure.js';
import { Field } from './input/field.js';
import { text } from './input/rules.js';
import { Windows } from './window.js';

const NOTE = 'application/vnd.note+json';
const PROBLEM = 'application/problem+json';

class NoteBody {
  @Field(text({ min: 1, max: 20 }))
  title!: string;
}

@Controller('notes/v1')
class NotesController {
  @Patch('note')
  @Public()
  @Header('Content-Type', NOTE)
  @ApiOkResponse({ content: { [NOTE]: { schema: { type: 'object', properties: { title: { type: 'string' } } } } } })
  change(@Body() { title }: NoteBody): NoteBody {
    if (title === 'taken') throw new DomainError('email_taken', 'There is such a note');
    return { title };
  }

  @Patch('mine')
  @AnyAgent()
  @ApiOkResponse({ content: { [NOTE]: { schema: { type: 'object' } } } })
  changeMine(@Body() { title }: NoteBody): NoteBody {
    return { title };
  }
}

@Module({ controllers: [NotesController] })
class NotesModule {}

const DESCRIBED = {
  description: 'A problem',
  schema: { type: 'object', properties: { title: { type: 'string' }, code: { type: 'string' } } },
};

const STATUSES: ReadonlyMap<FailureCode, number> = new Map([
  ['unauthenticated', 401],
  ['method_not_allowed', 405],
  ['email_taken', 409],
  ['unsupported_media_type', 415],
]);

/** All that a new window is: nothing else in the application knows of it. */
const NOTES: TestedWindow = {
  name: 'Notes',
  module: NotesModule,
  prefixes: ['/notes/v1'],
  methods: ['PATCH'],
  bodyTypes: [jsonBody(NOTE)],
  mediaType: PROBLEM,
  errorOf: ({ code, message }) => ({ status: STATUSES.get(code) ?? 400, body: { title: message, code } }),
  failures: Object.fromEntries(
    [400, 401, 403, 405, 408, 409, 413, 414, 415, 422, 429, 431, 500, 503].map((status) => [status, DESCRIBED]),
  ),
  invalid: [400, 409],
  readError: (body) =>
    typeof body === 'object' && body !== null && 'title' in body && 'code' in body
      ? { status: 'error', message: String(body.title), data: null, error_type: String(body.code) }
      : null,
};

describe('a new window', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start({
      windows: [...TESTED_WINDOWS, NOTES],
      settings: { CORS_ORIGINS: 'https://app.example.com' },
    });
  });

  afterAll(async () => {
    await api.close();
  });

  const send = (method: string, raw: string, type = NOTE, path = '/notes/v1/note') =>
    api.root.send(method, path, { raw, headers: { 'Content-Type': type } });

  it('has bodies of its own type read, by a method that no other has', async () => {
    const answer = await send('PATCH', '{"title":"Tea"}');
    expect(answer).toMatchObject({ status: 200, body: { title: 'Tea' } });
    expect(answer.headers.get('content-type')).toContain(NOTE);
  });

  it.each([
    ['a body of another type', 'PATCH', '{}', 'application/json', 415, 'unsupported_media_type', NOTE],
    ['a form', 'PATCH', 'title=Tea', 'application/x-www-form-urlencoded', 415, 'unsupported_media_type', NOTE],
    ['malformed JSON', 'PATCH', '{', NOTE, 400, 'malformed_body', 'JSON'],
    ['a field that is wrong', 'PATCH', '{"title":5}', NOTE, 400, 'invalid_input', 'title must be a string'],
    ['what its controller refuses', 'PATCH', '{"title":"taken"}', NOTE, 409, 'email_taken', 'such a note'],
    ['a method that the path does not take', 'PUT', '{}', NOTE, 405, 'method_not_allowed', 'supports OPTIONS, PATCH'],
  ])('refuses %s in its own form', async (_what, method, raw, type, status, error_type, message) => {
    const answer = await send(method, raw, type);
    expect(answer).toMatchObject({ status, error: { error_type, message: expect.stringContaining(message) } });
    expect(answer.headers.get('content-type')).toBe(`${PROBLEM}; charset=utf-8`);
    expect(answer.headers.get('allow')).toBe(status === 405 ? 'OPTIONS, PATCH' : null);
  });

  it('refuses who has no key, and a path that there is not, in its own form', async () => {
    expect(await send('PATCH', '{}', NOTE, '/notes/v1/mine')).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated' },
    });
    expect(await api.root.get('/NOTES/v1/nothing')).toMatchObject({ body: { code: 'path_not_found' } });
    expect((await api.root.get('/notes/v10')).error.error_type).toBe('NotFoundException');
  });

  it('lets a page of a listed origin send its methods, and the other windows theirs', async () => {
    const preflight = async (path: string) => {
      const headers = { Origin: 'https://app.example.com', 'Access-Control-Request-Method': 'PATCH' };
      const { status, headers: granted } = await fetch(api.url + path, { method: 'OPTIONS', headers });
      return [status, granted.get('access-control-allow-methods'), granted.get('allow')];
    };
    expect(await preflight('/notes/v1/note')).toEqual([200, 'PATCH', 'OPTIONS, PATCH']);
    expect(await preflight('/api/v1/agents/me')).toEqual([200, 'GET,HEAD,POST,PUT,DELETE', 'GET, HEAD, OPTIONS, PUT']);
  });

  it('is described with its failures', () => {
    const { paths, components } = apiDescription(api.app);
    expect(paths['/notes/v1/note']?.patch?.responses).toMatchObject({
      415: { $ref: '#/components/responses/Notes415' },
      408: { $ref: '#/components/responses/Helpdesk408' },
    });
    expect(paths['/notes/v1/note']?.patch?.responses).not.toHaveProperty('401');
    expect(paths['/notes/v1/mine']?.patch?.responses).toHaveProperty('403');
    const { Notes431 } = components?.responses ?? {};
    expect(Notes431).toMatchObject({ content: { [PROBLEM]: { schema: DESCRIBED.schema }, 'application/json': {} } });
  });
});

describe('the windows', () => {
  const window = (name: string, ...prefixes: string[]): TestedWindow => ({ ...NOTES, name, prefixes });
  const at = (path: string) =>
    new Windows([window('root', '/'), window('outer', '/api/v1'), window('inner', '/api/v1/User', '/other/')]).at(path)
      .name;

  it.each([
    ['/', 'root'],
    ['', 'root'],
    ['*', 'root'],
    ['/api', 'root'],
    ['/api/v1', 'outer'],
    ['/api/v1/', 'outer'],
    ['/api/v12', 'root'],
    ['/api/v1/users', 'outer'],
    ['/api/v1/user', 'inner'],
    ['/API/v1/uSER/7', 'inner'],
    ['/other', 'inner'],
    ['/other/things', 'inner'],
  ])('answer %s by the longest prefix: %s', (path, name) => {
    expect(at(path)).toBe(name);
  });

  it('are refused when none has the root, or two the same prefix', () => {
    expect(() => new Windows([window('one', '/a')])).toThrow('No window has the prefix /');
    expect(() => new Windows([window('one', '/'), window('two', '/a', '/A/')])).toThrow(
      'Two windows have the prefix /a/',
    );
  });
});
