import type { Actor } from '@rollcall/auth';
import { DomainError } from '@rollcall/kernel';

import {
  BILLING_FIELD_NAMES,
  type BillingAccountFields,
  type BillingField,
  NEW_BILLING_ACCOUNT,
} from './billing-fields.js';

/**
 * The billing fields that the actor may set, of those in `sent`. With `billing:manage` these are all. Without it none
 * is: fields with their default or current value are ignored, and any other field is refused.
 * @throws DomainError `billing_refused` with the fields that are refused
 */
export function permittedBillingFields(
  actor: Actor,
  sent: Partial<BillingAccountFields>,
  current: BillingAccountFields = NEW_BILLING_ACCOUNT,
): Partial<BillingAccountFields> {
  // An empty text names no customer.
  const asked = sent.stripeCustomerId === '' ? { ...sent, stripeCustomerId: null } : sent;
  if (actor.permissions.has('billing:manage')) return asked;
  const refused = BILLING_FIELD_NAMES.filter((field) => field in asked && !isHarmless(field, asked[field], current));
  if (refused.length > 0)
    throw new DomainError(
      'billing_refused',
      'Setting billing fields takes the permission billing:manage',
      refused.map((field) => ({ field, message: `${field} takes the permission billing:manage` })),
    );
  return {};
}

function isHarmless(field: BillingField, value: unknown, current: BillingAccountFields): boolean {
  return [undefined, null, NEW_BILLING_ACCOUNT[field], current[field]].some((harmless) => same(value, harmless));
}

function same(a: unknown, b: unknown): boolean {
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b;
}
