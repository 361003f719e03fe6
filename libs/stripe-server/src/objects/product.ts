import type Stripe from 'stripe';

import { newId } from './ids.js';

export function newProduct(
  created: number,
  fields: Pick<Stripe.Product, 'name'> & Partial<Pick<Stripe.Product, 'id' | 'active' | 'description' | 'metadata'>>,
): Stripe.Product {
  return {
    id: fields.id ?? newId('prod'),
    object: 'product',
    active: fields.active ?? true,
    created,
    default_price: null,
    description: fields.description ?? null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: fields.metadata ?? {},
    name: fields.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: created,
    url: null,
  };
}
