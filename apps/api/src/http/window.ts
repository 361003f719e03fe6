import type { Type } from '@nestjs/common';
import type { Request } from 'express';

import type { DescribedFailures } from '../openapi/described-failure.js';
import type { Challenges, Failure } from './failure.js';
import type { RequestObserver } from './request-observer.js';

/** What decides which path serves a request. */
export type Asked = Pick<Request, 'method' | 'path' | 'query'>;

/** How to read bodies of one media type. */
export interface BodyType {
  /** For example `application/json`. */
  readonly mediaType: string;
  /** The name in messages of refusals, for example `JSON`. */
  readonly name: string;
  /**
   * Parses the bytes into the body that routes get; null if the route receives a file as a stream (`TakesFile`).
   * @throws RefusedRequest if they are malformed
   */
  readonly read: ((bytes: Buffer) => unknown) | null;
  /** The paths that accept this type; if left out, all paths of the window. A path for files accepts nothing else. */
  readonly paths?: RegExp;
}

/**
 * One wire format: a folder with controllers, DTOs and presenters, and this registration of what all its requests have
 * in common. Outside the folder, only the list in `windows.ts` names it.
 *
 * @example
 * export const SCIM: Window = {
 *   name: 'Scim',
 *   module: ScimModule,
 *   prefixes: ['/scim/v2'],
 *   methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
 *   bodyTypes: [jsonBody('application/scim+json'), jsonBody('application/json')],
 *   mediaType: 'application/scim+json',
 *   errorOf: scimError,
 *   failures: SCIM_FAILURES,
 *   invalid: [400],
 * };
 */
export interface Window {
  /** One word. The names of this window's failures in the API's description begin with it. */
  readonly name: string;
  /** Its controllers. */
  readonly module: Type;
  /** The prefixes of the paths that this window answers. If two prefixes match a path, the longer one counts. */
  readonly prefixes: readonly string[];
  /** The methods that pages of listed origins may send. */
  readonly methods: readonly string[];
  /** The types of bodies that are read, the preferred one first. If several have one media type, the first counts. */
  readonly bodyTypes: readonly BodyType[];
  /** The media type of its failures. */
  readonly mediaType: string;
  /** The status and body of a failure. */
  readonly errorOf: (failure: Failure, requestId: string) => { readonly status: number; readonly body: object };
  /** Its failures by status, for the API's description. */
  readonly failures: DescribedFailures;
  /** The statuses of its answers to invalid input. */
  readonly invalid: readonly number[];
  /** What its 401 asks for. If left out, that is the two halves of a key. */
  readonly challenges?: Challenges;
  /** A provider of its module that sees all its requests with their answers. Left out if nothing does. */
  readonly observer?: Type<RequestObserver>;
  /** Chooses the path that serves a request by more than its path. Left out if the path alone decides. */
  readonly servedPath?: (asked: Asked) => string;
}

interface Place<W> {
  /** In lower case, with a slash at the end. */
  readonly prefix: string;
  readonly window: W;
}

/** All windows of the application. The window at `/` also answers requests of no window and input that is not HTTP. */
export class Windows<W extends Window = Window> {
  readonly atRoot: W;
  /** The longest prefix first. */
  private readonly places: readonly Place<W>[];

  /** @throws Error unless one window has the prefix `/` and no two have the same */
  constructor(windows: readonly W[]) {
    this.places = windows
      .flatMap((window) =>
        window.prefixes.map((prefix) => ({ prefix: `${prefix.toLowerCase()}/`.replace('//', '/'), window })),
      )
      .toSorted((a, b) => b.prefix.length - a.prefix.length);
    const prefixes = this.places.map(({ prefix }) => prefix);
    const repeated = prefixes.find((prefix, index) => prefixes.indexOf(prefix) !== index);
    if (repeated !== undefined) throw new Error(`Two windows have the prefix ${repeated}; give each its own`);
    const root = this.places.find(({ prefix }) => prefix === '/');
    if (!root) throw new Error('No window has the prefix /; one must answer what belongs to no other');
    this.atRoot = root.window;
  }

  /** The window that a path belongs to, in any case. */
  at(path: string): W {
    const asked = `${path.toLowerCase()}/`;
    return this.places.find(({ prefix }) => asked.startsWith(prefix))?.window ?? this.atRoot;
  }
}
