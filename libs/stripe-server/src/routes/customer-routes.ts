import type Stripe from 'stripe';

import { keep, type StripeLedger } from '../ledger.js';
import { endSubscription } from '../life/subscription-end.js';
import { invoiceSettings, newCustomer } from '../objects/customer.js';
import { hasEnded } from '../objects/subscription.js';
import { listPage, readPage } from '../requests/paging.js';
import type { ParamReader } from '../requests/param-reader.js';
import { invalid } from '../requests/stripe-problem.js';
import type { Route } from './route.js';

/** In characters, as Stripe says. */
const MAX_NAME = 256;

export const CUSTOMER_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/customers',
    handle: (ledger, params) => {
      const fields = readFields(params, {});
      params.finish();
      const customer = newCustomer(ledger.seconds, fields);
      keep(ledger.customers, customer);
      ledger.emitCustomerEvent('customer.created', customer);
      return customer;
    },
  },
  {
    method: 'GET',
    path: '/v1/customers',
    handle: (ledger, params) => {
      const page = readPage(params);
      const email = params.text('email');
      params.finish();
      // Deleted customers keep their place, so that a page can start after one, but they are not listed.
      const matches = (customer: Stripe.Customer | Stripe.DeletedCustomer) =>
        !customer.deleted && (email === undefined || customer.email === email);
      return listPage('/v1/customers', 'customer', ledger.customers.values(), matches, page);
    },
  },
  {
    method: 'GET',
    path: '/v1/customers/:id',
    handle: (ledger, params, id) => {
      params.finish();
      return ledger.customers.get(id) ?? ledger.customer(id);
    },
  },
  {
    method: 'POST',
    path: '/v1/customers/:id',
    handle: (ledger, params, id) => {
      const before = ledger.customer(id);
      const { defaultPaymentMethod, ...fields } = readFields(params, before.metadata);
      params.finish();
      return ledger.changeCustomer(id, {
        ...fields,
        ...(defaultPaymentMethod !== undefined && { invoice_settings: invoiceSettings(defaultPaymentMethod) }),
      });
    },
  },
  {
    method: 'DELETE',
    path: '/v1/customers/:id',
    handle: (ledger, params, id) => {
      params.finish();
      return deleteCustomer(ledger, id);
    },
  },
];

/** Deletes a customer for good and ends its subscriptions. */
export function deleteCustomer(ledger: StripeLedger, id: string): Stripe.DeletedCustomer {
  const customer = ledger.customer(id);
  for (const subscription of [...ledger.subscriptions.values()]) {
    if (subscription.customer === id && !hasEnded(subscription)) {
      endSubscription(ledger, subscription.id, 'cancellation_requested');
    }
  }
  const deleted: Stripe.DeletedCustomer = { id, object: 'customer', deleted: true };
  keep(ledger.customers, deleted);
  ledger.emitCustomerEvent('customer.deleted', customer);
  return deleted;
}

function readFields(params: ParamReader, metadata: Stripe.Metadata) {
  const description = params.text('description');
  const email = params.text('email');
  if (email && !/^[^\s@]+@[^\s@]+$/.test(email))
    throw invalid(`Invalid email address: ${email}`, 'email', 'email_invalid');
  const name = params.text('name');
  if (name && (Array.from(name).length > MAX_NAME || name.includes('\uFFFD')))
    throw invalid(`Invalid name: must be at most ${MAX_NAME} whole characters`, 'name');
  const phone = params.text('phone');
  const paymentMethod = params.text('payment_method');
  const defaultPaymentMethod = params.group('invoice_settings')?.text('default_payment_method');
  if (paymentMethod !== undefined && paymentMethod !== defaultPaymentMethod) {
    throw invalid(
      'The test server keeps one payment method: name it in invoice_settings[default_payment_method] too.',
      'payment_method',
    );
  }
  return {
    metadata: params.metadata(metadata),
    ...(description !== undefined && { description: description || null }),
    ...(email !== undefined && { email: email || null }),
    ...(name !== undefined && { name: name || null }),
    ...(phone !== undefined && { phone: phone || null }),
    ...(defaultPaymentMethod !== undefined && { defaultPaymentMethod: defaultPaymentMethod || null }),
  };
}
