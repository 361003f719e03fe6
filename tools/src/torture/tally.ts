import type { FaultKind } from './faults/plan.js';

/** What a run must find zero of. */
export const WRONGS = [
  'an agent acknowledged and missing or different',
  'two for one request',
  'a request refused that should not be',
  'a request never answered',
  'an entry missing or doubled, or a broken chain',
  'a welcome mail never sent',
  'a welcome mail with two Message-IDs',
  'a credit used or granted twice, or not at all',
  'a customer at Stripe twice, or not at all',
  'a key that works after its revocation was acknowledged',
  'a key that does not work after its making was acknowledged',
  'an outbox row or job stuck',
  'a process that ended by itself',
  'a connection or file handle leaked',
  'a 5xx other than 503',
  'a request that hung for more than 10 s',
] as const;
export type Wrong = (typeof WRONGS)[number];

/** A fault that was made, and how long the service took to answer a change again, counted from the fault's beginning. */
export interface Recovery {
  readonly kind: FaultKind;
  readonly lastedMs: number;
  readonly answeredMs: number;
}

/** What a run has counted so far. */
export class Tally {
  requests = 0;
  retries = 0;
  readonly recoveries: Recovery[] = [];
  readonly found = new Map<Wrong, string[]>(WRONGS.map((wrong) => [wrong, []]));

  /** Notes one of what there must be none of, with what is needed to look for its cause. */
  wrong(what: Wrong, detail: string): void {
    this.found.get(what)?.push(detail);
  }

  get isClean(): boolean {
    return [...this.found.values()].every((details) => details.length === 0);
  }
}
