import type { BillingAccountEntity } from '../billing-account.entity.js';
import type { StripeFields } from './account-state.js';

/** A field of an account that is stored otherwise than Stripe says. */
export interface Difference {
  readonly field: keyof StripeFields;
  readonly stored: Value;
  readonly stripe: Value;
}

type Value = Date | string | boolean | null;

/** In what a stored account differs from what it is to say. */
export function differences(account: BillingAccountEntity, fields: StripeFields): Difference[] {
  return keysOf(fields)
    .map((field) => ({ field, stored: account[field], stripe: fields[field] }))
    .filter(({ stored, stripe }) => plain(stored) !== plain(stripe));
}

function plain(value: Value): string | boolean | number | null {
  return value instanceof Date ? value.getTime() : value;
}

function keysOf(fields: StripeFields): (keyof StripeFields)[] {
  return Object.keys(fields).filter((key): key is keyof StripeFields => Object.hasOwn(fields, key));
}
