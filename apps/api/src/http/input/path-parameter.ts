import { type ArgumentMetadata, Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { DomainError } from '@rollcall/kernel';

import { invalidFields, type Rule } from './rule.js';
import { uuid, wholeNumber } from './rules.js';

/** Reads a value of the path by its rule. */
class PathPipe implements PipeTransform<string, unknown> {
  constructor(private readonly rule: Rule) {}

  transform(text: string, { data: name = 'id' }: ArgumentMetadata): unknown {
    const value = this.rule.words.schema.type === 'integer' && /^\d{1,16}$/.test(text) ? Number(text) : text;
    const fields = invalidFields(name, this.rule.problems(value), true);
    if (fields.length > 0)
      throw new DomainError('invalid_input', fields.map(({ message }) => message).join('; '), fields, 'path');
    return value;
  }
}

/** A parameter of the path by its name, read by the rule that the API's description shows. */
const pathParameter =
  (rule: Rule) =>
  (name: string): ParameterDecorator =>
  (target, method, index) => {
    Param(name, new PathPipe(rule))(target, method, index);
    const descriptor = method && Object.getOwnPropertyDescriptor(target, method);
    if (descriptor) ApiParam({ name, schema: rule.words.schema })(target, method, descriptor);
  };

/** A numeric id in the path. */
export const Id = pathParameter(wholeNumber({ min: 1 }));

/** A uuid in the path. */
export const Uuid = pathParameter(uuid());
