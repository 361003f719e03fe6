import { isDeepStrictEqual } from 'node:util';

import { DAY } from '../objects/calendar.js';
import type { Params } from './form.js';
import { StripeProblem } from './stripe-problem.js';

/** An answer of the server, byte for byte. */
export interface Answer {
  status: number;
  body: string;
  requestId: string;
}

interface Entry {
  path: string;
  params: Params;
  /** Unix seconds. */
  since: number;
  /** Undefined while the request is being served. */
  answer?: Answer;
}

/**
 * Stores the answers of POST requests by their idempotency key for 24 hours. A refusal is not stored, since nothing was
 * executed. https://docs.stripe.com/api/idempotent_requests
 */
export class IdempotencyKeys {
  private readonly entries = new Map<string, Entry>();

  /**
   * The stored answer; undefined for a new request, which is being served from now on. Throws for a misuse of the key.
   */
  begin(key: string, path: string, params: Params, now: number): Answer | undefined {
    if (key.length > 255) {
      throw misuse(400, 'Idempotency keys can be at most 255 characters long.');
    }
    const entry = this.entries.get(key);
    if (!entry || entry.since + DAY <= now) {
      this.entries.set(key, { path, params, since: now });
      return undefined;
    }
    const advice = `Try using a key other than '${key}' if you meant to execute a different request.`;
    if (entry.path !== path) {
      throw misuse(
        400,
        `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${entry.path}' vs '${path}'). ${advice}`,
      );
    }
    if (!isDeepStrictEqual(entry.params, params)) {
      throw misuse(
        400,
        `Keys for idempotent requests can only be used with the same parameters they were first used with. ${advice}`,
      );
    }
    if (entry.answer) return entry.answer;
    throw misuse(
      409,
      `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}.`,
      'idempotency_key_in_use',
    );
  }

  /** Ends the request that {@link begin} began, and stores the answer unless it is a refusal. */
  finish(key: string, answer: Answer): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    const executed = answer.status < 400 || answer.status === 402 || answer.status >= 500;
    if (executed) entry.answer = answer;
    else this.entries.delete(key);
  }
}

const misuse = (status: number, message: string, code?: string): StripeProblem =>
  new StripeProblem(status, { type: 'idempotency_error', message, ...(code !== undefined && { code }) });
