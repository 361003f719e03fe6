import { setTimeout } from 'node:timers/promises';

import { Injectable } from '@nestjs/common';
import { emailKey } from '@rollcall/kernel';
import { type Limit, RateLimits } from '@rollcall/limits';

/** Failures of one account, wherever they come from. The limit itself refuses nobody. */
export const FAILURES: Limit = { name: 'login-failures', uses: 1_000_000, seconds: 60 };

/** So many failures in a minute cost nothing; each further one makes every login of the account wait a little longer. */
const FREE_FAILURES = 5;
const STEP_MS = 100;
const LONGEST_MS = 3_000;

/**
 * Slows down the logins of an account while they fail. It never refuses one, so that nobody can lock out somebody
 * else; the limit per address stops a single attacker.
 */
@Injectable()
export class LoginPace {
  constructor(private readonly limits: RateLimits) {}

  /**
   * Does the login after the wait that the account's failures of the last minute ask for. Until it succeeds it counts as one
   * of them, so that logins at the same time wait for each other's.
   */
  async during<T>(email: string, login: () => Promise<T>): Promise<T> {
    const account = emailKey(email);
    const { used } = await this.limits.count(FAILURES, account);
    await setTimeout(waitAfter(used - 1));
    const result = await login();
    await this.limits.uncount(FAILURES, account);
    return result;
  }
}

/** How long a login waits after so many failures, in milliseconds. */
export function waitAfter(failures: number): number {
  return Math.min(Math.max(failures - FREE_FAILURES, 0) * STEP_MS, LONGEST_MS);
}
