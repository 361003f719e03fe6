import { setTimeout } from 'node:timers/promises';

import { Injectable } from '@nestjs/common';
import { emailKey } from '@rollcall/kernel';
import { type Limit, RateLimits } from '@rollcall/limits';

/** Failed logins of one account, from any address. The limit itself refuses nobody. */
export const FAILURES: Limit = { name: 'login-failures', uses: 1_000_000, seconds: 60 };

/** This many failures in a minute have no effect; each further one makes every login of the account wait longer. */
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
   * Does the login after a wait that grows with the account's failures in the last minute. A login counts as a failure
   * until it succeeds, so that concurrent logins make each other wait.
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

/** The wait of a login after this many failures, in milliseconds. */
export function waitAfter(failures: number): number {
  return Math.min(Math.max(failures - FREE_FAILURES, 0) * STEP_MS, LONGEST_MS);
}
