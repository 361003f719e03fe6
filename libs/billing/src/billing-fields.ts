import { type Actor } from '@rollcall/auth';
import { DomainError } from '@rollcall/kernel';

import type { BillingAccountEntity, BillingAccountFields } from './billing-account.entity.js';

/** The fields of a billing account with what each is when nobody says anything. */
export const DEFAULT_BILLING_FIELDS: BillingAccountFields = {
  activeBillingPlanId: null,
  nextBillingPlanId: null,
  stripeCustomerId: null,
  stripeSubscriptionId: null,
  stripeSubscriptionStatus: null,
  stripeHasPaymentMethod: false,
  isTrial: false,
  usedTrial: false,
  isPaying: false,
  stripeLastPaymentDate: null,
  billingUpdatedAt: null,
  lastCreditsRefresh: null,
  nextCreditsRefresh: null,
};

/** What is shown of a billing account: what may be set, and what is found out. */
export type BillingAccountView = BillingAccountFields & Pick<BillingAccountEntity, 'stripeProblem'>;

/** An account of which nobody has said anything. */
export const NEW_BILLING_ACCOUNT: BillingAccountView = { ...DEFAULT_BILLING_FIELDS, stripeProblem: null };

type Field = keyof BillingAccountFields;

/**
 * The fields that the actor may set, of those asked for: all with `billing:manage`, otherwise none. Who may not and asks
 * for nothing but defaults, or what is there already, is not refused but not heard either.
 * @throws DomainError `billing_refused` with the fields that are refused
 */
export function permittedBillingFields(
  actor: Actor,
  sent: Partial<BillingAccountFields>,
  current: BillingAccountFields = DEFAULT_BILLING_FIELDS,
): Partial<BillingAccountFields> {
  // An empty text names no customer.
  const asked = sent.stripeCustomerId === '' ? { ...sent, stripeCustomerId: null } : sent;
  if (actor.permissions.has('billing:manage')) return asked;
  const refused = FIELDS.filter((field) => field in asked && !isHarmless(field, asked[field], current));
  if (refused.length > 0)
    throw new DomainError(
      'billing_refused',
      'Setting billing fields takes the permission billing:manage',
      refused.map((field) => ({ field, message: `${field} takes the permission billing:manage` })),
    );
  return {};
}

const FIELDS = Object.keys(DEFAULT_BILLING_FIELDS).filter(isField);

function isField(name: string): name is Field {
  return Object.hasOwn(DEFAULT_BILLING_FIELDS, name);
}

function isHarmless(
  field: Field,
  value: BillingAccountFields[Field] | undefined,
  current: BillingAccountFields,
): boolean {
  return (
    value === undefined || value === null || same(value, DEFAULT_BILLING_FIELDS[field]) || same(value, current[field])
  );
}

function same(a: unknown, b: unknown): boolean {
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b;
}
