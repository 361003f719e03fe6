import { setTimeout } from 'node:timers/promises';

import { Injectable } from '@nestjs/common';
import type { Change } from '@rollcall/activity';
import { BillingSync, type SyncCandidate, SyncCandidates, StripeFailure } from '@rollcall/billing';

const PAGE = 100;

/**
 * How often the report waits when Stripe was asked too often, and for how long at first. Each wait is twice the one
 * before.
 */
const MAX_WAITS = 6;
const FIRST_WAIT_MS = 500;

/** What a look at all accounts has found. */
export interface DriftSummary {
  readonly accounts: number;
  /** How many accounts differ from Stripe, or could not be compared. */
  readonly differing: number;
  /** How many of these were brought in line. */
  readonly repaired: number;
}

/** Compares every billing account with Stripe and, if asked to, brings it in line. */
@Injectable()
export class DriftReport {
  constructor(
    private readonly candidates: SyncCandidates,
    private readonly sync: BillingSync,
  ) {}

  /**
   * Compares all agents by id, and calls `print` with a few lines for each whose account differs.
   * @throws StripeFailure when Stripe is away
   */
  async run(repair: boolean, print: (line: string) => void): Promise<DriftSummary> {
    const summary = { accounts: 0, differing: 0, repaired: 0 };
    for await (const agent of this.agents()) {
      summary.accounts++;
      const found = await this.describe(agent);
      if (found.length === 0) continue;
      summary.differing++;
      print(`agent ${agent.agentId} (${agent.uuid})`);
      for (const line of found) print(`  ${line}`);
      if (repair && (await this.repair(agent, print))) summary.repaired++;
    }
    return summary;
  }

  private async *agents(): AsyncGenerator<SyncCandidate> {
    let last = 0;
    for (;;) {
      const page = await this.candidates.listAfter(last, PAGE);
      yield* page;
      last = page.at(-1)?.agentId ?? last;
      if (page.length < PAGE) return;
    }
  }

  private async describe(agent: SyncCandidate): Promise<string[]> {
    try {
      return Object.entries(await patiently(() => this.sync.compare(agent))).map(lineOf);
    } catch (error) {
      return [reasonOf(error)];
    }
  }

  private async repair(agent: SyncCandidate, print: (line: string) => void): Promise<boolean> {
    try {
      await patiently(() => this.sync.sync(agent.agentId));
      return true;
    } catch (error) {
      print(`  not repaired: ${reasonOf(error)}`);
      return false;
    }
  }
}

/** Calls Stripe, and again after a while when Stripe was asked too often. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let waits = 0; ; waits++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StripeFailure && error.isTooOften) || waits === MAX_WAITS) throw error;
      await setTimeout(FIRST_WAIT_MS * 2 ** waits);
    }
  }
}

function lineOf([field, { before, after }]: [string, Change]): string {
  return `${field}: ${text(before)}, at Stripe ${text(after)}`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : value === null ? 'none' : JSON.stringify(value);
}

/** The failure of one account; any other error concerns all accounts and is thrown. */
function reasonOf(error: unknown): string {
  if (error instanceof StripeFailure && error.ofAccount) return error.message;
  throw error;
}
