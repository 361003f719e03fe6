import {
  type ArgumentMetadata,
  Injectable,
  type PipeTransform,
  ValidationPipe,
  type ValidationError,
} from '@nestjs/common';
import { DomainError, invalidField, type InvalidField, type RequestPart } from '@rollcall/kernel';

import { isFormBody, typedFields } from '../body/form.js';
import { inPart } from './in-part.js';
import { rulesOf } from './field.js';
import { invalidFields } from './rule.js';

const PARTS: Readonly<Record<ArgumentMetadata['type'], RequestPart>> = {
  body: 'body',
  query: 'query',
  param: 'path',
  custom: 'body',
};

/** Checks every body and query against its class; fields the class does not know are left out in silence. */
@Injectable()
export class InputPipe implements PipeTransform {
  private readonly json = new ClassPipe(false);
  private readonly text = new ClassPipe(true);

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const isText = metadata.type === 'query' || (metadata.type === 'body' && isFormBody(value));
    return inPart(PARTS[metadata.type], async () => (isText ? this.text : this.json).transform(value, metadata));
  }
}

/** Makes what was sent into an instance of its class, and says of every field what is wrong with it. */
class ClassPipe extends ValidationPipe {
  /** @param isText whether all values come as texts, which stand for numbers and the like where these are expected */
  constructor(private readonly isText: boolean) {
    super({
      whitelist: true,
      transform: true,
      validationError: { target: true },
      exceptionFactory: (errors: ValidationError[]) => {
        const fields = errors.flatMap((error) => fieldsOf(error, isText));
        return new DomainError('invalid_input', fields.map(({ message }) => message).join('; '), fields);
      },
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, metatype } = metadata;
    if (Array.isArray(value) && type === 'body') throw invalidField('', 'body must be an object, not a list');
    return super.transform(this.isText && metatype ? typedFields(value, metatype) : value, metadata);
  }

  /** Leaves a text of the path as it is, since `Number` reads an id into `0x10` and `+1`; the pipe of ids does not. */
  protected override transformPrimitive(value: unknown): unknown {
    return value;
  }
}

/** What breaks the field's rule, or, when nothing does, the first of what else is asked of it. */
function fieldsOf({ target, property, value, constraints = {} }: ValidationError, isText: boolean): InvalidField[] {
  const broken = (target && rulesOf(target.constructor).get(property)?.problems(value)) ?? [];
  if (broken.length > 0) return invalidFields(property, broken, isText);
  return Object.values(constraints)
    .slice(0, 1)
    .map((message) => ({ field: property, message }));
}
