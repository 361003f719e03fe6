import { type ArgumentMetadata, Injectable, ValidationPipe, type ValidationError } from '@nestjs/common';
import { DomainError, type InvalidField, type RequestPart } from '@rollcall/kernel';

import { typedBody } from './form.js';
import { inPart } from './in-part.js';

const PARTS: Readonly<Record<ArgumentMetadata['type'], RequestPart>> = {
  body: 'body',
  query: 'query',
  param: 'path',
  custom: 'body',
};

/** Checks every body and query against its class; fields the class does not know are left out in silence. */
@Injectable()
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      transform: true,
      stopAtFirstError: true,
      exceptionFactory: (errors: ValidationError[]) => {
        const fields = errors.flatMap((error) => invalidFields(error, ''));
        return new DomainError('invalid_input', fields.map((field) => field.message).join('; '), fields);
      },
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, metatype } = metadata;
    const typed = type === 'body' && metatype ? typedBody(value, metatype) : value;
    return inPart(PARTS[type], () => super.transform(typed, metadata));
  }

  /** Leaves a text of the path as it is, since `Number` reads an id into `0x10` and `+1`; {@link IdPipe} does not. */
  protected override transformPrimitive(value: unknown): unknown {
    return value;
  }
}

function invalidFields(error: ValidationError, parent: string): InvalidField[] {
  const field = parent ? `${parent}.${error.property}` : error.property;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => invalidFields(child, field))];
}
