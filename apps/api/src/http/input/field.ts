import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { getMetadataStorage, IsOptional, ValidateBy } from 'class-validator';

import { Rule, type Schema } from './rule.js';

/** The name under which class-validator knows a rule. */
const RULE = 'rule';

/** What the API's description says about a field besides its rule. */
export interface FieldDetails {
  readonly description?: string;
  readonly example?: unknown;
}

/** A field that must be sent. */
export const Field = (rule: Rule, details: FieldDetails = {}): PropertyDecorator =>
  applyDecorators(ApiProperty({ ...rule.words.schema, ...details }), keeps(rule));

/** A field of a body that may be left out, or be null. A default belongs in the description: see docs/adr/0016. */
export const OptionalField = (rule: Rule, details: FieldDetails = {}): PropertyDecorator =>
  applyDecorators(ApiPropertyOptional({ ...orNull(rule.words.schema), ...details }), IsOptional(), keeps(rule));

/** An `enum` that allows null must list it. */
function orNull(schema: Schema) {
  return 'enum' in schema ? { ...schema, enum: [...schema.enum, null], nullable: true } : { ...schema, nullable: true };
}

/** A parameter of a query that may be left out. */
export const OptionalParameter = (
  rule: Rule,
  details: FieldDetails & { readonly default?: string | number } = {},
): PropertyDecorator =>
  applyDecorators(ApiPropertyOptional({ ...rule.words.schema, ...details }), IsOptional(), keeps(rule));

/** Converts and checks a value by the rule. Adds nothing to the API's description. */
function keeps(rule: Rule): PropertyDecorator {
  const { convert, problems } = rule;
  return applyDecorators(
    ...(convert ? [Transform(({ value }: { value: unknown }) => convert(value))] : []),
    ValidateBy({
      name: RULE,
      constraints: [rule],
      validator: { validate: (value: unknown) => problems(value).length === 0 },
    }),
  );
}

type Class = object['constructor'];

const rulesByClass = new WeakMap<Class, ReadonlyMap<string, Rule>>();

/** The rule of each field of this class, also for a class derived from another, for example by `PartialType`. */
export function rulesOf(type: Class): ReadonlyMap<string, Rule> {
  const known = rulesByClass.get(type) ?? readRules(type);
  rulesByClass.set(type, known);
  return known;
}

function readRules(type: Class): ReadonlyMap<string, Rule> {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  return new Map(
    metadata.flatMap(({ name, propertyName, constraints }): [string, Rule][] => {
      const rule: unknown = name === RULE ? constraints[0] : undefined;
      return rule instanceof Rule ? [[propertyName, rule]] : [];
    }),
  );
}
