import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiDefaultResponse,
  ApiExtraModels,
  ApiFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';

import { HelpdeskErrorBody } from './helpdesk-error.dto.js';

/** What a route answers: one object of a class, a list of them, one of several forms, or a bare `true`. */
export type Answer = Type | readonly [Type] | { readonly oneOf: readonly (Type | readonly [Type])[] } | true;

/** Where a route sends a browser. */
export interface Leads {
  readonly to: string;
}

const MEANINGS = {
  400: 'The body is not JSON, a field is missing or malformed, or a name does not resolve',
  401: 'No or wrong credentials',
  403: 'The caller lacks the permission',
  404: 'There is no such thing',
  409: 'A name is taken already',
  413: 'The body is larger than 1 MB',
  415: 'The body is not JSON',
  422: 'The request is well formed and cannot be applied',
  429: 'There were too many; `Retry-After` says when it works again',
  503: 'Something we depend on is away for the moment',
} as const;

/** What the API description says of a route of the helpdesk window: its answer in the envelope, and its errors. */
export function describe(route: {
  readonly summary: string;
  readonly description?: string;
  readonly answer: Answer | Leads;
  readonly errors: readonly (keyof typeof MEANINGS)[];
}): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary: route.summary, ...(route.description ? { description: route.description } : {}) }),
    ApiExtraModels(HelpdeskErrorBody),
    isLeads(route.answer)
      ? ApiFoundResponse({
          description: `To ${route.answer.to}`,
          headers: { Location: { schema: { type: 'string' } } },
        })
      : success(route.answer),
    ...route.errors.map((status) =>
      ApiResponse({ status, description: MEANINGS[status], schema: { $ref: getSchemaPath(HelpdeskErrorBody) } }),
    ),
    ApiDefaultResponse({
      description:
        'What can happen to any request: it cannot be read (400, 408, 413, 414, 415, 431), the path takes other methods (405), there were too many (429), or the fault is ours (500, 503)',
      schema: { $ref: getSchemaPath(HelpdeskErrorBody) },
    }),
  );
}

function success(answer: Answer): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(...modelsOf(answer)),
    ApiOkResponse({
      description: 'Done',
      schema: {
        type: 'object',
        required: ['status', 'data'],
        properties: { status: { type: 'string', enum: ['success'] }, data: schemaOf(answer) },
      },
    }),
  );
}

function isLeads(answer: Answer | Leads): answer is Leads {
  return typeof answer === 'object' && 'to' in answer;
}

function modelsOf(answer: Answer): Type[] {
  if (answer === true) return [];
  if (isList(answer)) return [answer[0]];
  if ('oneOf' in answer) return answer.oneOf.flatMap(modelsOf);
  return [answer];
}

function schemaOf(answer: Answer): object {
  if (answer === true) return { type: 'boolean', enum: [true] };
  if (isList(answer)) return { type: 'array', items: { $ref: getSchemaPath(answer[0]) } };
  if ('oneOf' in answer) return { oneOf: answer.oneOf.map(schemaOf) };
  return { $ref: getSchemaPath(answer) };
}

function isList(answer: Answer): answer is readonly [Type] {
  return Array.isArray(answer);
}
