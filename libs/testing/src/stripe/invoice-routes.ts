import { listPage, readPage } from './paging.js';
import type { Route } from './route.js';

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
      return listPage(
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
    },
  },
  {
    method: 'GET',
    path: '/v1/invoices/:id',
    handle: (ledger, params, id) => {
      params.finish();
      return ledger.invoice(id);
    },
  },
];
