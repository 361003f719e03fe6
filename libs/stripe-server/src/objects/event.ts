import type Stripe from 'stripe';

/** The fields of every event. */
export type EventFrame = Omit<Stripe.EventBase, 'type' | 'data'>;

export type CustomerHappening = 'customer.created' | 'customer.updated' | 'customer.deleted';

export type SubscriptionHappening =
  | 'customer.subscription.created'
  | 'customer.subscription.updated'
  | 'customer.subscription.deleted'
  | 'customer.subscription.paused'
  | 'customer.subscription.resumed'
  | 'customer.subscription.trial_will_end';

export type InvoiceHappening =
  | 'invoice.created'
  | 'invoice.finalized'
  | 'invoice.paid'
  | 'invoice.payment_failed'
  | 'invoice.payment_succeeded'
  | 'invoice.voided';

export function customerEvent(
  frame: EventFrame,
  type: CustomerHappening,
  object: Stripe.Customer,
  previous?: Partial<Stripe.Customer>,
): Stripe.Event {
  return { ...frame, type, data: { object, ...(previous && { previous_attributes: previous }) } };
}

export function subscriptionEvent(
  frame: EventFrame,
  type: SubscriptionHappening,
  object: Stripe.Subscription,
  previous?: Partial<Stripe.Subscription>,
): Stripe.Event {
  return { ...frame, type, data: { object, ...(previous && { previous_attributes: previous }) } };
}

export function invoiceEvent(frame: EventFrame, type: InvoiceHappening, object: Stripe.Invoice): Stripe.Event {
  return { ...frame, type, data: { object } };
}

export function sessionEvent(frame: EventFrame, object: Stripe.Checkout.Session): Stripe.Event {
  return { ...frame, type: 'checkout.session.completed', data: { object } };
}
