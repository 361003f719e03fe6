import { ApiHeader } from '@nestjs/swagger';
import type { Response } from 'express';

import { isObject, type JsonObject } from './attributes/attribute.js';

/** What the description says of a route that compares. */
export const TakesIfMatch = () =>
  ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The ETag of the resource as it was read. The change is refused when it has changed since',
    schema: { type: 'string' },
  });

/** The versions that an If-Match (RFC 7644, section 3.14) names; undefined where there is none, and for `*`. */
export function versionsIn(ifMatch: string | undefined): readonly string[] | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  return Array.from(ifMatch.matchAll(/"([\w-]+)"/g), ([, version = '']) => version);
}

/** Gives the answer the ETag of the resource, and where it is if it is new. */
export function tagged(response: Response, resource: JsonObject, isNew = false): JsonObject {
  const { version, location } = isObject(resource.meta) ? resource.meta : {};
  if (typeof version === 'string') response.set('ETag', version);
  if (isNew && typeof location === 'string') response.set('Location', location);
  return resource;
}
