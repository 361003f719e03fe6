import { applyDecorators, Header } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiNoContentResponse, ApiOperation, ApiProduces, ApiResponse } from '@nestjs/swagger';

import { type DescribedFailures, type ResponseHeaders, usualFailures } from '../openapi/described-failure.js';
import { SCIM_JSON } from './media-type.js';
import { ERROR, SCIM_TYPES } from './scim-errors.js';

const schema = {
  type: 'object',
  required: ['schemas', 'status', 'detail'],
  properties: {
    schemas: { type: 'array', items: { type: 'string', enum: [ERROR] } },
    status: { type: 'string' },
    scimType: { type: 'string', enum: [...SCIM_TYPES] },
    detail: { type: 'string' },
  },
};

/** The meaning of each failure status in this window. */
export const SCIM_FAILURES = {
  ...usualFailures(schema),
  400: { description: 'The request is malformed or asks for what cannot be; `scimType` says how', schema },
  401: { description: 'No or wrong key', schema },
  404: { description: 'There is no such resource', schema },
  409: {
    description: 'A name or an id is already taken, or the first request with the Idempotency-Key is still served',
    schema,
  },
  412: { description: 'The resource is no longer as the If-Match says', schema },
  422: { description: 'The Idempotency-Key belongs to another request', schema },
  500: { description: 'The server failed; the detail has a request id', schema },
} as const satisfies DescribedFailures;

/** A resource: what all have, and the attributes that `/Schemas` tells of. */
const RESOURCE = {
  type: 'object',
  required: ['schemas'],
  properties: {
    schemas: { type: 'array', items: { type: 'string' } },
    id: { type: 'string' },
    externalId: { type: 'string' },
    meta: { type: 'object', additionalProperties: true },
  },
  additionalProperties: true,
};

const LIST = {
  type: 'object',
  required: ['schemas', 'totalResults', 'startIndex', 'itemsPerPage', 'Resources'],
  properties: {
    schemas: { type: 'array', items: { type: 'string' } },
    totalResults: { type: 'integer' },
    startIndex: { type: 'integer' },
    itemsPerPage: { type: 'integer' },
    Resources: { type: 'array', items: RESOURCE },
  },
};

const PATCH = {
  type: 'object',
  required: ['Operations'],
  properties: {
    schemas: { type: 'array', items: { type: 'string' } },
    Operations: {
      type: 'array',
      items: {
        type: 'object',
        required: ['op'],
        properties: { op: { type: 'string' }, path: { type: 'string' }, value: {} },
      },
    },
  },
};

const HEADERS: ResponseHeaders = {
  ETag: { description: 'For the If-Match of a change', schema: { type: 'string' } },
};

/**
 * Describes a route of this window and sets the type of its answer. `addGeneralFailures` adds the failures that every route can
 * have.
 */
export function ScimRoute(route: {
  readonly summary: string;
  readonly description?: string;
  readonly answer: 'resource' | 'list' | 'nothing';
  readonly status?: 200 | 201;
  readonly body?: 'resource' | 'patch';
  readonly errors?: readonly (keyof typeof SCIM_FAILURES)[];
}): MethodDecorator {
  const { summary, description, answer, status = 200, body, errors = [] } = route;
  return applyDecorators(
    ApiOperation({ summary, ...(description ? { description } : {}) }),
    ApiProduces(SCIM_JSON),
    ...(answer === 'nothing'
      ? [ApiNoContentResponse({ description: 'Done' })]
      : [
          Header('Content-Type', SCIM_JSON),
          ApiResponse({
            status,
            description: 'Done',
            ...(answer === 'resource' ? { headers: HEADERS } : {}),
            content: { [SCIM_JSON]: { schema: answer === 'list' ? LIST : RESOURCE } },
          }),
        ]),
    ...(body ? [ApiConsumes(SCIM_JSON), ApiBody({ schema: body === 'patch' ? PATCH : RESOURCE })] : []),
    ...errors.map((one) =>
      ApiResponse({ status: one, description: SCIM_FAILURES[one].description, content: { [SCIM_JSON]: { schema } } }),
    ),
  );
}
