import type { OpenAPIObject } from '@nestjs/swagger';

import { METHODS } from '../http/routing/routes.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Body = Extract<NonNullable<Operation['requestBody']>, { content: unknown }>;
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** A body of the description whose schema has a name. */
export interface DescribedBody {
  readonly body: Body;
  readonly content: Body['content'][string];
  readonly schema: Extract<Schemas[string], { properties?: unknown }>;
}

/** The bodies of all operations, of each its first form: in JSON, where it may be sent so. */
export function namedBodies({ paths, components }: OpenAPIObject): DescribedBody[] {
  return Object.values(paths).flatMap((item) =>
    METHODS.flatMap((method) => {
      const body = item[method]?.requestBody;
      if (!body || '$ref' in body) return [];
      const [content] = Object.values(body.content);
      const name = content?.schema && '$ref' in content.schema ? content.schema.$ref.replace(/^.*\//, '') : '';
      const schema = components?.schemas?.[name];
      return content && schema && 'properties' in schema ? [{ body, content, schema }] : [];
    }),
  );
}
