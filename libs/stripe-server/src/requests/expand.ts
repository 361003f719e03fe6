import type { StripeLedger } from '../ledger.js';
import type { Param } from './form.js';
import { invalid } from './stripe-problem.js';

/**
 * The object as JSON data. Objects replace the ids at the given paths, for example `latest_invoice` or, in a list,
 * `data.customer`. https://docs.stripe.com/api/expanding_objects
 */
export function expand(ledger: StripeLedger, object: object, fields: Param = []): unknown {
  const data: unknown = JSON.parse(JSON.stringify(object));
  for (const field of Object.values(fields)) {
    if (typeof field !== 'string') throw invalid('Invalid array', 'expand');
    expandField(ledger, data, field.split('.'), field);
  }
  return data;
}

function expandField(ledger: StripeLedger, data: unknown, [name, ...rest]: string[], field: string): void {
  if (data === null || name === undefined) return;
  if (Array.isArray(data)) {
    for (const part of data) expandField(ledger, part, [name, ...rest], field);
    return;
  }
  if (!isRecord(data) || !(name in data)) {
    throw invalid(`This property cannot be expanded (${field}).`, 'expand');
  }
  const value = data[name];
  if (typeof value === 'string') data[name] = objectById(ledger, value, field);
  expandField(ledger, data[name], rest, field);
}

function objectById(ledger: StripeLedger, id: string, field: string): unknown {
  const object =
    ledger.customers.get(id) ??
    ledger.subscriptions.get(id) ??
    ledger.invoices.get(id) ??
    ledger.prices.get(id) ??
    ledger.products.get(id);
  if (!object) throw invalid(`This property cannot be expanded (${field}).`, 'expand');
  const data: unknown = JSON.parse(JSON.stringify(object));
  return data;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
