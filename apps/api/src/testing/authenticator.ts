import { generateSync } from 'otplib';

import type { TestApi, TestSession } from './test-api.js';

/** An app that shows codes, enrolled as the second factor of the agent of a session. */
export class Authenticator {
  private constructor(
    private readonly api: TestApi,
    readonly id: number,
    private readonly secret: string,
    readonly recoveryCodes: readonly string[],
  ) {}

  static async enrolled(api: TestApi, { client }: Pick<TestSession, 'client'>, name = 'Phone'): Promise<Authenticator> {
    const { id, secret } = (await client.post('/agents/me/second-factors/totp', { name })).one('BegunFactorDto');
    const answer = await client.post(`/agents/me/second-factors/${id}/confirm`, { code: codeOf(secret) });
    return new Authenticator(api, id, secret, answer.one('ConfirmedFactorDto').recovery_codes);
  }

  /** A code that has not been used. What was used is forgotten, so that a test need not wait for the next one. */
  async code(): Promise<string> {
    await this.api.rows('UPDATE second_factors SET last_step = NULL WHERE id = $1', [this.id]);
    return codeOf(this.secret);
  }

  /** The code of so many seconds from now, whether it was used or not. */
  codeIn(seconds: number): string {
    return codeOf(this.secret, seconds);
  }
}

/** The code of a secret, so many seconds from now. */
export function codeOf(secret: string, seconds = 0): string {
  return generateSync({ secret, epoch: Math.floor(Date.now() / 1_000) + seconds });
}
