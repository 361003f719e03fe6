import type { OpenAPIObject } from '@nestjs/swagger';

import { METHODS } from './failures.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** Gives each body in JSON an example: those of its fields that have one. A test sends them all. */
export function addBodyExamples({ paths, components }: OpenAPIObject): void {
  const schemas: Schemas = components?.schemas ?? {};
  for (const item of Object.values(paths))
    for (const method of METHODS) {
      const body = item[method]?.requestBody;
      if (!body || '$ref' in body) continue;
      const content = body.content['application/json'];
      if (!content?.schema || !('$ref' in content.schema)) continue;
      const example = exampleOf(schemas[content.schema.$ref.replace(/^.*\//, '')]);
      if (Object.keys(example).length > 0) content.example = example;
    }
}

function exampleOf(schema: Schemas[string] | undefined): Record<string, unknown> {
  const properties = schema && 'properties' in schema ? (schema.properties ?? {}) : {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, field]) =>
      'example' in field && field.example !== undefined ? [[name, field.example]] : [],
    ),
  );
}
