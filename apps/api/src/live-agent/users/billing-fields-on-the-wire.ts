import { ApiProperty } from '@nestjs/swagger';
import {
  BILLING_FIELD_NAMES,
  BILLING_FIELDS,
  type BillingAccountFields,
  type BillingAccountView,
  type BillingFieldKind,
  SHOWN_BILLING_FIELDS,
  type ShownBillingField,
} from '@rollcall/billing';
import { type SnakeCase, snakeCase } from '@rollcall/kernel';

import { dateTime } from '../../http/input/date-time.js';
import { OptionalField } from '../../http/input/field.js';
import type { Rule } from '../../http/input/rule.js';
import { flag, text, uuid } from '../../http/input/rules.js';
import { NULLABLE } from './nullable.js';

/** The billing fields of an account by their names on the wire. */
export type BillingOnTheWire = { readonly [F in ShownBillingField as SnakeCase<F>]: BillingAccountView[F] };

interface Class {
  readonly prototype: object;
}

const RULES: Readonly<Record<BillingFieldKind, Rule>> = {
  plan: uuid(),
  text: text({ max: 1_000 }),
  flag: flag(),
  date: dateTime(),
};

const SHAPES = { ...NULLABLE, plan: NULLABLE.uuid } satisfies Record<BillingFieldKind, object>;

const DESCRIPTIONS: Partial<Record<ShownBillingField, string>> = {
  stripeProblem: 'Why the data in Stripe does not determine a plan; null if it does, or if no plan is expected',
};

const SETTABLE = BILLING_FIELD_NAMES.map((field) => ({ field, name: snakeCase(field), ...BILLING_FIELDS[field] }));
const SHOWN = SHOWN_BILLING_FIELDS.map((field) => ({ field, name: snakeCase(field), ...BILLING_FIELDS[field] }));

/** Gives a body each billing field that may be set, with its rule. */
export function TakesBillingFields(): (body: Class) => void {
  return ({ prototype }) => {
    for (const { name, holds } of SETTABLE) OptionalField(RULES[holds])(prototype, name);
  };
}

/** The billing fields that a body contains, also those that are null. */
export function billingFieldsOf(body: object): Partial<BillingAccountFields> {
  const sent = new Map<string, unknown>(Object.entries(body));
  return Object.fromEntries(
    SETTABLE.map(({ field, name }) => [field, sent.get(name)] as const).filter(([, value]) => value !== undefined),
  );
}

/** Gives an answer each billing field that clients see, with its description. */
export function ShowsBillingFields(): (answer: Class) => void {
  return ({ prototype }) => {
    for (const { field, name, holds } of SHOWN) {
      const description = DESCRIPTIONS[field];
      ApiProperty({ ...SHAPES[holds], ...(description === undefined ? {} : { description }) })(prototype, name);
    }
  };
}

/** What an answer shows of an account. */
export function billingOnTheWire(account: BillingAccountView): object {
  return Object.fromEntries(SHOWN.map(({ field, name }) => [name, account[field]]));
}
