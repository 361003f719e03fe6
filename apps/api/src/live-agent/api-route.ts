import { applyDecorators, type Type, UseInterceptors } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';

import { type DescribedFailures, usualFailures } from '../openapi/described-failure.js';
import { LiveAgentEnvelope, MESSAGES, type Outcome } from './envelope.js';

class DetailBody {
  @ApiProperty({ type: [String], example: ['body', 'email'] })
  loc!: string[];

  @ApiProperty({ example: 'email must be a string, not a number' })
  msg!: string;

  @ApiProperty({ enum: ['value_error'] })
  type!: 'value_error';
}

const sentence = detailOf({ type: 'string' });

/** The meaning of each failure status in this window. */
export const LIVE_AGENT_FAILURES = {
  ...usualFailures(sentence),
  400: { description: 'The request cannot be read', schema: sentence },
  401: { description: 'No or wrong key', schema: sentence },
  404: { description: 'What the request names does not exist', schema: sentence },
  409: {
    description:
      'The request conflicts with what exists, for example an e-mail that is taken, or the first request with the Idempotency-Key is still served',
    schema: sentence,
  },
  422: {
    description: 'Invalid input',
    schema: detailOf({ type: 'array', items: { $ref: getSchemaPath(DetailBody) } }),
  },
  500: { description: 'The server failed; the sentence has a request id', schema: sentence },
} as const satisfies DescribedFailures;

/**
 * Puts what a controller returns into this window's envelope, and describes the route: its answer, and the failures of
 * this route only. `addGeneralFailures` adds the failures that every route can have.
 */
export function ApiRoute(route: {
  readonly summary: string;
  readonly description?: string;
  readonly outcome: Outcome;
  /** The data: one object of this class, or a page of them for a list. */
  readonly answer: Type;
  readonly errors?: readonly (keyof typeof LIVE_AGENT_FAILURES)[];
}): MethodDecorator {
  const { summary, description, outcome, errors = [] } = route;
  const answer = { $ref: getSchemaPath(route.answer) };
  return applyDecorators(
    UseInterceptors(new LiveAgentEnvelope(outcome)),
    ApiOperation({ summary, ...(description ? { description } : {}) }),
    ApiExtraModels(route.answer, DetailBody),
    ApiResponse({
      status: outcome === 'created' ? 201 : 200,
      description: 'Done',
      schema: {
        type: 'object',
        required: ['message', 'meta', 'data'],
        properties: {
          message: { type: 'string', enum: [MESSAGES[outcome]] },
          meta: { type: 'object', additionalProperties: false },
          data: outcome === 'listed' ? pageOf(answer) : answer,
        },
      },
    }),
    ...errors.map((status) => ApiResponse({ status, ...LIVE_AGENT_FAILURES[status] })),
  );
}

function detailOf(detail: object): object {
  return { type: 'object', required: ['detail'], properties: { detail } };
}

function pageOf(items: object): object {
  const number = { type: 'integer' };
  const other = { type: 'integer', nullable: true };
  const properties = {
    items: { type: 'array', items },
    total: number,
    page: number,
    size: number,
    pages: number,
    previous_page: other,
    next_page: other,
  };
  return { type: 'object', required: Object.keys(properties), properties };
}
