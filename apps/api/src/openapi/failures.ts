import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';

import { REPEATABLE } from '../http/idempotency/idempotency.interceptor.js';
import { METHODS, routesOf } from '../http/routing/routes.js';
import { type Window, Windows } from '../http/window.js';
import type { DescribedFailure } from './described-failure.js';

type Item = OpenAPIObject['paths'][string];
type Responses = NonNullable<Item['get']>['responses'];
type Shared = NonNullable<NonNullable<OpenAPIObject['components']>['responses']>;

const SHARED = '#/components/responses/';

/** The failures of any request: it is not HTTP that we accept, or the server fails. */
const ANYWHERE = [408, 413, 414, 415, 431, 500, 503];

/**
 * The refusals of an Idempotency-Key: it is malformed, its first request is still served, or it belongs to another
 * request.
 */
const KEYED = [400, 409, 422];

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes a retry safe: a request that is sent again with the same key and credentials is answered as the first one was, with `Idempotency-Replayed: true`, and does nothing again. Take a new key, such as a UUID, for each request.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x20-\\x7e]+$' },
} as const;

/**
 * Adds to each operation the failures that follow from its access and those of any request; each response is defined
 * once for a window. A route itself declares only its own failures. A public route gets an empty `security`.
 */
export function addGeneralFailures(document: OpenAPIObject, app: INestApplication): void {
  const windows = app.get(Windows);
  const routes = new Map(routesOf(app).map((route) => [route.title, route]));
  const shared: Shared = {};
  for (const [path, item] of Object.entries(document.paths))
    for (const method of METHODS) {
      const operation = item[method];
      const route = routes.get(`${method.toUpperCase()} ${path}`);
      if (!operation || !route) continue;
      const window = windows.at(path);
      const { access, changes } = route;
      const isOpen = access === 'public';
      const isKeyed = !isOpen && (REPEATABLE.has(method.toUpperCase()) || changes);
      operation.security ??= [];
      if (isKeyed) (operation.parameters ??= []).push({ $ref: '#/components/parameters/IdempotencyKey' });
      const statuses = [...ANYWHERE, ...window.invalid, ...(isOpen ? [] : [401, 403, 429]), ...(isKeyed ? KEYED : [])];
      for (const status of statuses)
        operation.responses[status] ??= share(shared, answering(windows, window, status), status);
    }
  document.components = {
    ...document.components,
    parameters: { ...document.components?.parameters, IdempotencyKey: IDEMPOTENCY_KEY },
    responses: shared,
  };
}

/**
 * The windows that may answer with this status. A request that is too slow is refused before its path is known, so the
 * window at the root answers. A request with too many headers is refused before or after its path is known.
 */
function answering(windows: Windows, window: Window, status: number): readonly [Window, ...Window[]] {
  if (status === 408) return [windows.atRoot];
  return status === 431 && window !== windows.atRoot ? [window, windows.atRoot] : [window];
}

function share(shared: Shared, [window, ...others]: readonly [Window, ...Window[]], status: number): Responses[string] {
  const key = `${window.name}${status}`;
  const { schema, ...response } = describedFailure(window, status);
  const content = { [window.mediaType]: { schema } };
  for (const other of others) {
    const theirs = describedFailure(other, status).schema;
    const ours = content[other.mediaType]?.schema;
    content[other.mediaType] = { schema: ours ? { oneOf: [ours, theirs] } : theirs };
  }
  shared[key] ??= { ...response, content };
  return { $ref: SHARED + key };
}

function describedFailure({ name, failures }: Window, status: number): DescribedFailure {
  const failure = failures[status];
  if (!failure) throw new Error(`The window ${name} does not say what its ${status} means`);
  return failure;
}
