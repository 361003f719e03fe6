import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiDefaultResponse,
  ApiExtraModels,
  ApiOperation,
  ApiProperty,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';

class DetailBody {
  @ApiProperty({ type: [String], example: ['body', 'email'] })
  loc!: string[];

  @ApiProperty({ example: 'email must be a string, not a number' })
  msg!: string;

  @ApiProperty({ enum: ['value_error'] })
  type!: 'value_error';
}

const MEANINGS = {
  400: "Stripe's signature does not fit",
  401: 'No or wrong key',
  403: 'The caller lacks the permission',
  404: 'There is no such thing',
  409: 'What is asked for is at odds with what there is, as an e-mail that is taken',
  413: 'The body is larger than 1 MB',
  415: 'The body is not JSON',
} as const;

/** What the API description says of a route of this window: its answer in the envelope, and its errors. */
export function describe(route: {
  readonly summary: string;
  readonly description?: string;
  readonly status: 200 | 201;
  readonly message: string;
  readonly answer: Type;
  readonly page?: boolean;
  readonly errors: readonly (keyof typeof MEANINGS | 422)[];
}): MethodDecorator {
  const answer = { $ref: getSchemaPath(route.answer) };
  return applyDecorators(
    ApiOperation({ summary: route.summary, ...(route.description ? { description: route.description } : {}) }),
    ApiExtraModels(route.answer, DetailBody),
    ApiResponse({
      status: route.status,
      description: 'Done',
      schema: {
        type: 'object',
        required: ['message', 'meta', 'data'],
        properties: {
          message: { type: 'string', enum: [route.message] },
          meta: { type: 'object' },
          data: route.page ? pageOf(answer) : answer,
        },
      },
    }),
    ...route.errors.map((status) =>
      status === 422
        ? ApiResponse({
            status,
            description: 'Invalid input',
            schema: detailOf({ type: 'array', items: { $ref: getSchemaPath(DetailBody) } }),
          })
        : ApiResponse({ status, description: MEANINGS[status], schema: detailOf({ type: 'string' }) }),
    ),
    ApiDefaultResponse({
      description:
        'What can happen to any request: it cannot be read (400, 408, 413, 414, 415, 431), the path takes other methods (405), there were too many (429), or the fault is ours (500, 503)',
      schema: detailOf({ type: 'string' }),
    }),
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
