import { cutText } from '@rollcall/kernel';
import { Stripe } from 'stripe';

const NOT_UNDERSTOOD = "Stripe's answer is not understood";

const { errors } = Stripe;

/** The errors that the next account would meet as well. */
const AWAY = [
  errors.StripeConnectionError,
  errors.StripeRateLimitError,
  errors.StripeAPIError,
  errors.StripeAuthenticationError,
  errors.StripePermissionError,
];

/** Stripe did not do what it was asked, or its answer cannot be understood. Nothing was changed here. */
export class StripeFailure extends Error {
  override readonly name = 'StripeFailure';

  constructor(
    message: string,
    /** Whether the fault lies with the one account, as an unknown customer does: other accounts may fare better. */
    readonly ofAccount: boolean,
    /** Whether Stripe was asked too often, so that it helps to wait. */
    readonly isTooOften = false,
  ) {
    super(message);
  }
}

/** Stripe does not know the customer; it may never have, or not any more. */
export class UnknownCustomer extends StripeFailure {
  constructor(id: string) {
    super(`Stripe: No such customer: '${id}'`, true);
  }
}

/** What an error means that came of asking Stripe; its message alone is kept, without the request that it carries along. */
export function stripeFailure(error: unknown): StripeFailure {
  if (error instanceof StripeFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof errors.StripeError)) return new StripeFailure(`${NOT_UNDERSTOOD}: ${message}`, true);
  const isAway = AWAY.some((kind) => error instanceof kind);
  return new StripeFailure(`Stripe: ${message}`, !isAway, error instanceof errors.StripeRateLimitError);
}

/** The failure to make sense of one value of an answer. */
export function notUnderstood(what: string, value: unknown): StripeFailure {
  return new StripeFailure(`${NOT_UNDERSTOOD}: ${what} is ${cutText(String(value), 100)}`, true);
}
