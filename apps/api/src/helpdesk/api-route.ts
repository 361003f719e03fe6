import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';

import { type DescribedFailures, type ResponseHeaders, usualFailures } from '../openapi/described-failure.js';
import { HelpdeskErrorBody } from './helpdesk-error.dto.js';

/** The data in a route's answer: one object of a class, a list of objects, or `true`. */
export type Answer = Type | readonly [Type] | true;

/** The address that a route redirects to. */
export interface Leads {
  readonly to: string;
}

/** The media type of an answer that is written bit by bit. */
export interface Streams {
  readonly stream: 'text/csv' | 'text/event-stream' | 'image/webp';
}

const schema = { $ref: getSchemaPath(HelpdeskErrorBody) };

/** The meaning of each failure status in this window. */
export const HELPDESK_FAILURES = {
  ...usualFailures(schema),
  400: { description: 'The body is not JSON, a field is missing or malformed, or a name is unknown', schema },
  401: { description: 'No or wrong credentials', schema },
  404: { description: 'What the request names does not exist', schema },
  408: { description: 'The request did not arrive in time', schema },
  409: {
    description: 'A name is already taken, or the first request with the Idempotency-Key is still served',
    schema,
  },
  412: { description: 'What the request changes is no longer as its If-Match says', schema },
  422: { description: 'The request is well formed but cannot be applied', schema },
  500: { description: 'The server failed; the message has a request id', schema },
} as const satisfies DescribedFailures;

/**
 * Describes a route of the helpdesk window: its answer in the envelope, and the failures of this route only.
 * `addGeneralFailures` adds the failures that every route can have.
 */
export function ApiRoute(route: {
  readonly summary: string;
  readonly description?: string;
  readonly answer: Answer | Leads | Streams;
  readonly errors?: readonly (keyof typeof HELPDESK_FAILURES)[];
  /** What the answer has beside its body. */
  readonly headers?: ResponseHeaders;
}): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary: route.summary, ...(route.description ? { description: route.description } : {}) }),
    ApiExtraModels(HelpdeskErrorBody),
    successOf(route.answer, route.headers),
    ...(route.errors ?? []).map((status) => ApiResponse({ status, ...HELPDESK_FAILURES[status] })),
  );
}

function successOf(answer: Answer | Leads | Streams, headers?: ResponseHeaders): MethodDecorator {
  if (isLeads(answer))
    return ApiFoundResponse({ description: `To ${answer.to}`, headers: { Location: { schema: { type: 'string' } } } });
  if (isStreams(answer))
    return ApiOkResponse({ description: 'Done', content: { [answer.stream]: { schema: { type: 'string' } } } });
  return success(answer, headers);
}

function success(answer: Answer, headers?: ResponseHeaders): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(...modelsOf(answer)),
    ApiOkResponse({
      description: 'Done',
      ...(headers ? { headers } : {}),
      schema: {
        type: 'object',
        required: ['status', 'data'],
        properties: { status: { type: 'string', enum: ['success'] }, data: schemaOf(answer) },
      },
    }),
  );
}

function isStreams(answer: Answer | Streams): answer is Streams {
  return typeof answer === 'object' && 'stream' in answer;
}

function isLeads(answer: Answer | Leads | Streams): answer is Leads {
  return typeof answer === 'object' && 'to' in answer;
}

function modelsOf(answer: Answer): Type[] {
  if (answer === true) return [];
  return isList(answer) ? [answer[0]] : [answer];
}

function schemaOf(answer: Answer): object {
  if (answer === true) return { type: 'boolean', enum: [true] };
  if (isList(answer)) return { type: 'array', items: { $ref: getSchemaPath(answer[0]) } };
  return { $ref: getSchemaPath(answer) };
}

function isList(answer: Answer): answer is readonly [Type] {
  return Array.isArray(answer);
}
