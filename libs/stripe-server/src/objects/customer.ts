import type Stripe from 'stripe';

import { newId } from './ids.js';

/** What happens when the server charges a customer's default payment method; `none`: there is no payment method. */
export type Card = 'good' | 'declined' | 'none';

/** Stripe's names for the payment methods of its test cards: https://docs.stripe.com/testing */
const PAYMENT_METHODS: Record<Card, string | null> = {
  good: 'pm_card_visa',
  declined: 'pm_card_chargeCustomerFail',
  none: null,
};

export function newCustomer(
  created: number,
  fields: Partial<Pick<Stripe.Customer, 'description' | 'email' | 'metadata' | 'name' | 'phone'>> & {
    defaultPaymentMethod?: string | null;
  },
): Stripe.Customer {
  const id = newId('cus');
  return {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: fields.description ?? null,
    discount: null,
    email: fields.email ?? null,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: invoiceSettings(fields.defaultPaymentMethod ?? null),
    livemode: false,
    metadata: fields.metadata ?? {},
    name: fields.name ?? null,
    next_invoice_sequence: 1,
    phone: fields.phone ?? null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}

export function invoiceSettings(defaultPaymentMethod: string | null): Stripe.Customer.InvoiceSettings {
  return {
    custom_fields: null,
    default_payment_method: defaultPaymentMethod,
    footer: null,
    rendering_options: null,
  };
}

export const paymentMethodOf = (card: Card): string | null => PAYMENT_METHODS[card];

/**
 * The card to charge: the subscription's own card if it has one, otherwise the customer's. Every payment method is
 * good, except the test card that is declined.
 */
export function cardOf(
  customer: Stripe.Customer,
  subscription?: Pick<Stripe.Subscription, 'default_payment_method'>,
): Card {
  const paymentMethod = subscription?.default_payment_method ?? customer.invoice_settings.default_payment_method;
  if (paymentMethod === null) return 'none';
  return paymentMethod === PAYMENT_METHODS.declined ? 'declined' : 'good';
}
