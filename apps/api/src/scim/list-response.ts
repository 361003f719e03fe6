import type { Page } from '@rollcall/kernel';

import type { JsonObject } from './attributes/attribute.js';

/** An answer with several resources (RFC 7644, section 3.4.2). */
export interface ListResponse {
  readonly schemas: readonly string[];
  readonly totalResults: number;
  /** Counted from 1. */
  readonly startIndex: number;
  readonly itemsPerPage: number;
  readonly Resources: readonly JsonObject[];
}

export function listResponse({ items, total }: Page<JsonObject>, startIndex: number): ListResponse {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    startIndex,
    itemsPerPage: items.length,
    Resources: items,
  };
}
