import type { NestExpressApplication } from '@nestjs/platform-express';

import { apiDescription } from '../openapi/describe-api.js';
import { isRecord } from './description.js';

/** The description of the body of an operation, or of its query. */
export interface DescribedInput {
  readonly method: string;
  /** The path, with placeholders such as `{id}`. */
  readonly path: string;
  readonly part: 'body' | 'query';
  /** Whether it is required. */
  readonly isRequired: boolean;
  readonly fields: readonly DescribedField[];
}

export interface DescribedField {
  readonly name: string;
  readonly required: boolean;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Every body with named fields, and every query, in the description. */
export function describedInputs(app: NestExpressApplication): DescribedInput[] {
  const { paths, components } = apiDescription(app);
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries<unknown>({ ...item }).flatMap(([method, operation]) => {
      const { requestBody, parameters } = isRecord(operation) ? operation : {};
      const model = /"#\/components\/schemas\/(\w+)"/.exec(JSON.stringify(requestBody ?? null))?.[1];
      const body = fieldsOfModel(model && components?.schemas?.[model]);
      const query = (Array.isArray(parameters) ? parameters : []).filter(isRecord).flatMap(fieldOfQuery);
      const described = [
        { part: 'body' as const, fields: body, isRequired: isRecord(requestBody) && requestBody.required === true },
        { part: 'query' as const, fields: query, isRequired: query.some(({ required }) => required) },
      ];
      return described
        .filter(({ fields }) => fields.length > 0)
        .map((input) => ({ method: method.toUpperCase(), path, ...input }));
    }),
  );
}

function fieldsOfModel(model: unknown): DescribedField[] {
  if (!isRecord(model)) return [];
  const required = Array.isArray(model.required) ? model.required : [];
  return Object.entries(model.properties ?? {}).flatMap(([name, schema]: [string, unknown]) =>
    isRecord(schema) ? [{ name, schema, required: required.includes(name) }] : [],
  );
}

function fieldOfQuery({ in: part, name, required, schema }: Record<string, unknown>): DescribedField[] {
  if (part !== 'query' || !isRecord(schema)) return [];
  return [{ name: String(name), schema, required: required === true }];
}
