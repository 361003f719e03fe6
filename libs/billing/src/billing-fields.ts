import type { BillingAccountEntity } from './billing-account.entity.js';

/** What a field may hold, beside null for nothing. */
interface Values {
  readonly plan: string;
  readonly text: string;
  readonly flag: boolean;
  readonly date: Date;
}

export type BillingFieldKind = keyof Values;

interface BillingFieldMeaning<T> {
  /** What it holds: the id of a plan, a text, a flag, a moment. */
  readonly holds: { [K in BillingFieldKind]: Values[K] | null extends T ? K : never }[BillingFieldKind];
  /**
   * Who has the last word: whoever holds `billing:manage`; or Stripe, once it was asked about the account; or Stripe while a
   * subscription gives the account its plan.
   */
  readonly lastWord: 'operator' | 'stripe' | 'subscription';
  /** True for what is found out and cannot be set. */
  readonly readOnly?: true;
}

/**
 * The fields of a billing account that clients see, in the order in which they see them. What may be set, what a new account
 * says, what the activity log has, in what Stripe has the last word, and the bodies and answers of the API follow from this table.
 * A field is added here, as a column of {@link BillingAccountEntity} and, if Stripe says it, in `stripe/account-state.ts`.
 */
export const BILLING_FIELDS = {
  activeBillingPlanId: { holds: 'plan', lastWord: 'operator' },
  nextBillingPlanId: { holds: 'plan', lastWord: 'operator' },
  stripeCustomerId: { holds: 'text', lastWord: 'operator' },
  stripeSubscriptionId: { holds: 'text', lastWord: 'stripe' },
  stripeSubscriptionStatus: { holds: 'text', lastWord: 'stripe' },
  stripeProblem: { holds: 'text', lastWord: 'stripe', readOnly: true },
  stripeHasPaymentMethod: { holds: 'flag', lastWord: 'stripe' },
  isTrial: { holds: 'flag', lastWord: 'stripe' },
  usedTrial: { holds: 'flag', lastWord: 'stripe' },
  isPaying: { holds: 'flag', lastWord: 'stripe' },
  stripeLastPaymentDate: { holds: 'date', lastWord: 'stripe' },
  billingUpdatedAt: { holds: 'date', lastWord: 'operator' },
  lastCreditsRefresh: { holds: 'date', lastWord: 'subscription' },
  nextCreditsRefresh: { holds: 'date', lastWord: 'subscription' },
} as const satisfies { readonly [F in keyof BillingAccountEntity]?: BillingFieldMeaning<BillingAccountEntity[F]> };

type Table = typeof BILLING_FIELDS;

/** The name of a field that clients see. */
export type ShownBillingField = keyof Table;

/** The name of a field that somebody may set. */
export type BillingField = {
  [F in ShownBillingField]: Table[F] extends { readOnly: true } ? never : F;
}[ShownBillingField];

/** What clients see of a billing account. */
export type BillingAccountView = Pick<BillingAccountEntity, ShownBillingField>;

/** The fields of an account that somebody may set, each by itself. */
export type BillingAccountFields = Pick<BillingAccountEntity, BillingField>;

/** The names of the fields that clients see, in order. */
export const SHOWN_BILLING_FIELDS: readonly ShownBillingField[] = Object.keys(BILLING_FIELDS).filter((name) =>
  isShown(name),
);

/** The names of the fields that somebody may set, in order. */
export const BILLING_FIELD_NAMES: readonly BillingField[] = SHOWN_BILLING_FIELDS.filter((name) => isSettable(name));

/** An account with the default of every field. */
export const NEW_BILLING_ACCOUNT = Object.fromEntries(
  SHOWN_BILLING_FIELDS.map((field): [string, BillingAccountView[ShownBillingField]] => [
    field,
    BILLING_FIELDS[field].holds === 'flag' ? false : null,
  ]),
) as BillingAccountView;

function isShown(name: string): name is ShownBillingField {
  return Object.hasOwn(BILLING_FIELDS, name);
}

function isSettable(name: ShownBillingField): name is BillingField {
  return !('readOnly' in BILLING_FIELDS[name]);
}
