import { keep, type StripeLedger } from '../ledger.js';
import { newPrice, type RecurringPrice } from '../objects/price.js';
import { newProduct } from '../objects/product.js';
import { itemOf, itemsWith } from '../objects/subscription.js';
import { listPage, readPage } from '../requests/paging.js';
import type { ParamReader } from '../requests/param-reader.js';
import { invalid } from '../requests/stripe-problem.js';
import type { Route } from './route.js';

const INTERVALS = ['day', 'week', 'month', 'year'] as const;

export const CATALOG_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/products',
    handle: (ledger, params) => {
      const id = params.text('id');
      const active = params.flag('active');
      const description = params.text('description');
      const fields = { name: params.requiredText('name'), metadata: params.metadata({}) };
      params.finish();
      if (id !== undefined && ledger.products.has(id)) {
        throw invalid('Product already exists.', 'id', 'resource_already_exists');
      }
      const product = newProduct(ledger.seconds, {
        ...fields,
        ...(id !== undefined && { id }),
        ...(active !== undefined && { active }),
        ...(description !== undefined && { description }),
      });
      return keep(ledger.products, product);
    },
  },
  {
    method: 'GET',
    path: '/v1/products',
    handle: (ledger, params) => {
      const page = readPage(params);
      const active = params.flag('active');
      const ids = params.texts('ids');
      params.finish();
      return listPage(
        '/v1/products',
        'product',
        ledger.products.values(),
        (product) => (active ?? product.active) === product.active && (ids?.includes(product.id) ?? true),
        page,
      );
    },
  },
  {
    method: 'GET',
    path: '/v1/products/:id',
    handle: (ledger, params, id) => {
      params.finish();
      return ledger.product(id);
    },
  },
  {
    method: 'POST',
    path: '/v1/prices',
    handle: createPrice,
  },
  {
    method: 'GET',
    path: '/v1/prices',
    handle: (ledger, params) => {
      const page = readPage(params);
      const active = params.flag('active');
      const product = params.text('product');
      const lookupKeys = params.texts('lookup_keys');
      params.finish();
      if (lookupKeys && lookupKeys.length > 10) {
        throw invalid('You can list prices by at most 10 lookup keys.', 'lookup_keys');
      }
      return listPage(
        '/v1/prices',
        'price',
        ledger.prices.values(),
        (price) =>
          (active ?? price.active) === price.active &&
          (product ?? price.product) === price.product &&
          (lookupKeys?.some((key) => key === price.lookup_key) ?? true),
        page,
      );
    },
  },
  {
    method: 'GET',
    path: '/v1/prices/:id',
    handle: (ledger, params, id) => {
      params.finish();
      return ledger.price(id);
    },
  },
];

function createPrice(ledger: StripeLedger, params: ParamReader): RecurringPrice {
  const product = params.text('product');
  const productName = params.group('product_data')?.requiredText('name');
  const recurring = params.group('recurring');
  const interval = recurring?.word('interval', INTERVALS);
  const intervalCount = recurring?.integer('interval_count', 1);
  const active = params.flag('active');
  const lookupKey = params.text('lookup_key');
  const transfer = params.flag('transfer_lookup_key') ?? false;
  const nickname = params.text('nickname');
  const amount = params.integer('unit_amount');
  const fields = { currency: params.requiredText('currency').toLowerCase(), metadata: params.metadata({}) };
  params.finish();
  if (interval === undefined) throw invalid('The test server knows recurring prices only.', 'recurring[interval]');
  if (amount === undefined) throw invalid('Missing required param: unit_amount.', 'unit_amount', 'parameter_missing');
  if ((product === undefined) === (productName === undefined)) {
    throw invalid('You must specify either `product` or `product_data` when creating a price.');
  }
  if (product !== undefined) ledger.product(product, 'product');
  if (lookupKey !== undefined) freeLookupKey(ledger, lookupKey, transfer);
  const productId = product ?? keep(ledger.products, newProduct(ledger.seconds, { name: productName ?? '' })).id;
  return keep(
    ledger.prices,
    newPrice(ledger.seconds, {
      ...fields,
      product: productId,
      unit_amount: amount,
      interval,
      interval_count: intervalCount ?? 1,
      ...(active !== undefined && { active }),
      ...(lookupKey !== undefined && { lookup_key: lookupKey }),
      ...(nickname !== undefined && { nickname }),
    }),
  );
}

/** Only one price may have a lookup key: this takes it from its present price, or refuses it. */
export function freeLookupKey(ledger: StripeLedger, lookupKey: string, transfer: boolean): void {
  const owner = [...ledger.prices.values()].find((price) => price.lookup_key === lookupKey);
  if (!owner) return;
  if (!transfer) throw invalid(`A price (\`${owner.id}\`) already uses that lookup key.`, 'lookup_key');
  const price = keep(ledger.prices, { ...owner, lookup_key: null });
  for (const subscription of [...ledger.subscriptions.values()]) {
    if (itemOf(subscription).price.id !== price.id) continue;
    keep(ledger.subscriptions, { ...subscription, items: itemsWith(subscription, { price }) });
  }
}
