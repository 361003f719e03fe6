import type { Type } from '@nestjs/common';
import type { Request } from 'express';

import type { DescribedFailures } from '../openapi/described-failure.js';
import type { Failure } from './failure.js';

/** What decides which path serves a request. */
export type Asked = Pick<Request, 'method' | 'path' | 'query'>;

/** How bodies of one media type are read. */
export interface BodyType {
  /** As `application/json`. */
  readonly mediaType: string;
  /** For the people who read a refusal, as `JSON`. */
  readonly name: string;
  /**
   * Makes of the bytes what the routes take; null where the route is sent a file, which it receives bit by bit (`TakesFile`).
   * @throws RefusedRequest where they are malformed
   */
  readonly read: ((bytes: Buffer) => unknown) | null;
  /** The paths that take it; all of the window when left out. A path that takes files takes nothing else. */
  readonly paths?: RegExp;
}

/**
 * One wire format: a folder with controllers, DTOs and presenters, and this registration of what all its requests have in
 * common. Nothing outside of the folder knows it but the list in `windows.ts`.
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
  /** One word, by which the API's description tells the failures of one window from another's. */
  readonly name: string;
  /** Its controllers. */
  readonly module: Type;
  /** The paths that it and those below it answer in this format; of two prefixes that fit a path the longer counts. */
  readonly prefixes: readonly string[];
  /** The methods that pages of listed origins may send. */
  readonly methods: readonly string[];
  /** The types of bodies that are read, the preferred one first; of several for one media type the first counts. */
  readonly bodyTypes: readonly BodyType[];
  /** The media type of its failures. */
  readonly mediaType: string;
  /** The status and body of a failure. */
  readonly errorOf: (failure: Failure, requestId: string) => { readonly status: number; readonly body: object };
  /** What its failures look like, by status, for the API's description. */
  readonly failures: DescribedFailures;
  /** The statuses by which it answers input that is wrong. */
  readonly invalid: readonly number[];
  /** The path that serves a request where more than its path decides that; left out where nothing does. */
  readonly servedPath?: (asked: Asked) => string;
}

interface Place<W> {
  /** In small letters, with a slash at the end. */
  readonly prefix: string;
  readonly window: W;
}

/** All windows of the application. The one at `/` also answers what belongs to none, and what cannot be read at all. */
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

  /** The window that a path belongs to, in whatever case it is written. */
  at(path: string): W {
    const asked = `${path.toLowerCase()}/`;
    return this.places.find(({ prefix }) => asked.startsWith(prefix))?.window ?? this.atRoot;
  }
}
