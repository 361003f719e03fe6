import type Stripe from 'stripe';

import { listPage, readPage } from '../requests/paging.js';
import type { Route } from './route.js';

const MAX_LINES = 10;

const STATUSES = ['draft', 'open', 'paid', 'uncollectible', 'void'] as const;

export const INVOICE_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/invoices',
    handle: (ledger, params) => {
      const page = readPage(params);
      const customer = params.text('customer');
      const subscription = params.text('subscription');
      const status = params.word('status', STATUSES);
      params.finish();
      if (customer !== undefined && !ledger.customers.has(customer)) ledger.customer(customer, 'customer');
      if (subscription !== undefined) ledger.subscription(subscription, 'subscription');
      const list = listPage(
        '/v1/invoices',
        'invoice',
        ledger.invoices.values(),
        (invoice) =>
          (customer ?? invoice.customer) === invoice.customer &&
          (subscription ?? invoice.parent.subscription_details.subscription) ===
            invoice.parent.subscription_details.subscription &&
          (status ?? invoice.status) === invoice.status,
        page,
      );
      return { ...list, data: list.data.map(withFirstLines) };
    },
  },
  {
    method: 'GET',
    path: '/v1/invoices/:id',
    handle: (ledger, params, id) => {
      params.finish();
      return withFirstLines(ledger.invoice(id));
    },
  },
  {
    method: 'GET',
    path: '/v1/invoices/:id/lines',
    handle: (ledger, params, id) => {
      const page = readPage(params);
      params.finish();
      const { data, url } = ledger.invoice(id).lines;
      return listPage(url, 'line_item', data.toReversed(), () => true, page);
    },
  },
];

/** An invoice contains its first ten lines; clients request the others. */
function withFirstLines(invoice: Stripe.Invoice): Stripe.Invoice {
  const { lines } = invoice;
  return {
    ...invoice,
    lines: { ...lines, data: lines.data.slice(0, MAX_LINES), has_more: lines.data.length > MAX_LINES },
  };
}
