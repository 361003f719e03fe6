import { Injectable } from '@nestjs/common';
import { Agents, AgentSessions, type CompleteLogin, type LoginOrigin } from '@rollcall/agents';
import { type Actor, isTotpCode, SecondFactors, Sessions, SignInSteps, type UsedCode } from '@rollcall/auth';
import { Transactions } from '@rollcall/database';
import { DomainError } from '@rollcall/kernel';

import { CodeGuesses } from './code-guesses.js';

/** The words for the activity log. */
const KINDS: Readonly<Record<UsedCode, string>> = { totp: 'a code of an app', recovery_code: 'a recovery code' };

/** Takes second factors: at the end of a sign-in, and again in a session. */
@Injectable()
export class SecondStep {
  constructor(
    private readonly transactions: Transactions,
    private readonly steps: SignInSteps,
    private readonly factors: SecondFactors,
    private readonly guesses: CodeGuesses,
    private readonly ownSessions: AgentSessions,
    private readonly sessions: Sessions,
    private readonly profiles: Agents,
  ) {}

  /**
   * Completes the sign-in of this token by a code of an app or a recovery code, and begins its session. A wrong code leaves an entry,
   * and the sign-in can go on with another.
   * @throws DomainError `login_refused`, `rate_limited`
   */
  async finish(token: string | null, code: string, origin: LoginOrigin): Promise<CompleteLogin> {
    const agentId = token === null ? null : await this.transactions.run((tx) => this.steps.lockAgentOf(tx, token));
    if (token === null || agentId === null) signInAgain();
    const tokens = await this.guesses.during(agentId, () =>
      this.transactions.run(async (tx) => {
        if ((await this.steps.lockAgentOf(tx, token)) === null) signInAgain();
        const used = await this.factors.use(tx, agentId, code);
        if (used === null) return null;
        await this.steps.end(tx, token);
        const how = `logged in by password and ${KINDS[used]}`;
        return this.ownSessions.beginLocked(tx, agentId, origin, how, 'second_factor');
      }),
    );
    if (tokens === null) {
      await this.ownSessions.recordFailure(agentId, origin, ` by ${wordsFor(code)}, after the right password`);
      throw new DomainError('login_refused', WRONG_CODE);
    }
    return { agent: await this.profiles.get(agentId), tokens };
  }

  /**
   * Shows the second factor again in the actor's session, which counts for ten minutes.
   * @throws DomainError `session_needed`, `invalid_input` for a wrong code, `rate_limited`
   */
  async stepUp({ agentId, sessionId, ip, requestId }: Actor, code: string): Promise<void> {
    if (sessionId === null)
      throw new DomainError('session_needed', 'A second factor is shown in a session; keys are not asked for one');
    const used = await this.guesses.during(agentId, () =>
      this.transactions.run(async (tx) => {
        await this.profiles.lock(tx, agentId);
        const taken = await this.factors.use(tx, agentId, code);
        if (taken !== null) await this.sessions.showFactor(tx, agentId, sessionId);
        return taken;
      }),
    );
    if (used !== null) return;
    const origin = { ip, requestId, userAgent: null };
    await this.ownSessions.recordFailure(agentId, origin, ` by ${wordsFor(code)}, in a session`);
    throw new DomainError('invalid_input', WRONG_CODE, [{ field: 'code', message: `code: ${WRONG_CODE}` }]);
  }
}

const WRONG_CODE = 'The code is wrong or has been used; wait for the next one of your app, or use a recovery code';

/** What a wrong code looks like, for the activity log. */
function wordsFor(code: string): string {
  return isTotpCode(code) ? 'a wrong code of an app' : 'a wrong recovery code';
}

function signInAgain(): never {
  throw new DomainError(
    'login_refused',
    'There is no sign-in in this browser that waits for a second factor; begin again with e-mail and password',
  );
}
