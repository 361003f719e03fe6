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

/** Checks every body and query against its class. Unknown fields are ignored. */
@Injectable()
export class InputPipe implements PipeTransform {
  private readonly json = new ClassPipe(false);
  private readonly text = new ClassPipe(true);

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const isText = metadata.type === 'query' || (metadata.type === 'body' && isFormBody(value));
    return inPart(PARTS[metadata.type], async () => (isText ? this.text : this.json).transform(value, metadata));
  }
}

/** Turns a body or query into an instance of its class, and reports every invalid field. */
class ClassPipe extends ValidationPipe {
  /** @param isText whether all values are texts; a text then stands for a number or boolean where the class has one */
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

  /**
   * Leaves a text of the path as it is: `Number` would accept `0x10` and `+1` as ids; the pipe for ids refuses them.
   */
  protected override transformPrimitive(value: unknown): unknown {
    return value;
  }
}

/** The violations of the field's rule; if there are none, the first violated constraint of another decorator. */
function fieldsOf({ target, property, value, constraints = {} }: ValidationError, isText: boolean): InvalidField[] {
  const broken = (target && rulesOf(target.constructor).get(property)?.problems(value)) ?? [];
  if (broken.length > 0) return invalidFields(property, broken, isText);
  return Object.values(constraints)
    .slice(0, 1)
    .map((message) => ({ field: property, message }));
}
