import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';

import { routesOf } from '../http/routes.js';

/** What a window answers to a failure, by status. */
export type Failures = Readonly<Record<number, Failure>>;

export interface Failure {
  readonly description: string;
  readonly schema: object;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: object }>>;
}

/** A window as the description needs it. */
export interface DescribedWindow {
  readonly name: string;
  readonly hasPath: (path: string) => boolean;
  readonly failures: Failures;
  /** What it answers to input that is wrong. */
  readonly invalid: readonly number[];
}

/** How long to wait before the next try. */
export const RETRY_AFTER = {
  'Retry-After': { description: 'In seconds', schema: { type: 'integer', minimum: 0 } },
} as const;

type Item = OpenAPIObject['paths'][string];
type Operation = NonNullable<Item['get']>;
type Responses = Operation['responses'];
type Shared = NonNullable<NonNullable<OpenAPIObject['components']>['responses']>;

const METHODS = ['get', 'post', 'put', 'delete'] as const;

const SHARED = '#/components/responses/';

const PAGE = 'text/html';

/** What can happen to any request: it is no HTTP that we read, or the fault is ours. */
const ANYWHERE = [408, 413, 414, 415, 431, 500, 503];

/**
 * Adds to each operation what follows from who may call it and what can happen to any request, each once for a whole window: a
 * route says the failures that are its own. What anybody may call says so. What answers forms with pages does so in any case.
 */
export function addGeneralFailures(
  document: OpenAPIObject,
  app: INestApplication,
  windows: readonly DescribedWindow[],
): void {
  const routes = new Map(routesOf(app).map((route) => [route.title, route]));
  const shared: Shared = {};
  for (const [path, item] of Object.entries(document.paths))
    for (const method of METHODS) {
      const operation = item[method];
      const route = routes.get(`${method.toUpperCase()} ${path}`);
      const window = windows.find(({ hasPath }) => hasPath(path));
      if (!operation || !route || !window) continue;
      const { access, changes } = route;
      const isOpen = access === 'public';
      const isGuarded = !isOpen && (typeof access === 'object' || method !== 'get' || changes);
      operation.security ??= [];
      for (const status of [...ANYWHERE, ...window.invalid, ...(isOpen ? [] : [401, 429]), ...(isGuarded ? [403] : [])])
        operation.responses[status] ??= share(shared, window, status);
      if (answersWithPages(operation)) addPages(operation.responses, shared);
    }
  document.components = { ...document.components, responses: shared };
}

function share(shared: Shared, { name, failures }: DescribedWindow, status: number): Responses[string] {
  const key = `${name}${status}`;
  const failure = failures[status];
  if (!failure) throw new Error(`The window ${name} does not say what its ${status} means`);
  const { schema, ...response } = failure;
  shared[key] ??= { ...response, content: { 'application/json': { schema } } };
  return { $ref: SHARED + key };
}

function answersWithPages({ responses }: Operation): boolean {
  return Object.values(responses).some((response) => response && 'content' in response && PAGE in response.content);
}

/** Each response as a page too, beside its JSON. */
function addPages(responses: Responses, shared: Shared): void {
  for (const [status, response] of Object.entries(responses)) {
    const own = response && '$ref' in response ? shared[response.$ref.slice(SHARED.length)] : response;
    if (own && 'description' in own)
      responses[status] = { ...own, content: { ...own.content, [PAGE]: { schema: { type: 'string' } } } };
  }
}
