import { Injectable } from '@nestjs/common';
import { DomainError } from '@rollcall/kernel';
import { type Limit, RateLimits } from '@rollcall/limits';

/** Wrong codes of one agent, from all addresses. Of a million codes three are right: who has the password needs years to meet one. */
const GUESSES: Limit = { name: 'second-factor', uses: 10, seconds: 60 * 60 };

/**
 * Bounds how often the codes of an agent are guessed. Only those who know its password or have a session of its can guess, so nobody else
 * locks it out.
 */
@Injectable()
export class CodeGuesses {
  constructor(private readonly limits: RateLimits) {}

  /**
   * Checks a code. The check counts as a wrong guess until it returns something, so that guesses at once count as well.
   * @throws DomainError `rate_limited` after ten wrong codes in an hour
   */
  async during<T>(agentId: number, check: () => Promise<T | null>): Promise<T | null> {
    const { isExceeded, endsInSeconds } = await this.limits.count(GUESSES, String(agentId));
    if (isExceeded)
      throw new DomainError('rate_limited', `Too many wrong codes; try again in ${endsInSeconds} seconds`);
    const result = await check();
    if (result !== null) await this.limits.uncount(GUESSES, String(agentId));
    return result;
  }
}
