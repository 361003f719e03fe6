import { Inject, Injectable } from '@nestjs/common';
import { type BegunSession, Passwords, SignInSteps } from '@rollcall/auth';
import { CONFIG, type Config } from '@rollcall/config';
import { Transactions } from '@rollcall/database';
import { DomainError, emailKey } from '@rollcall/kernel';

import type { AgentProfile } from './agent-profile.js';
import { AgentSessions, type LoginOrigin } from './agent-sessions.service.js';
import { type AgentLogin, AgentsRepository } from './agents.repository.js';
import { Agents } from './agents.service.js';

/** What an agent logs in with. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** An agent that is in. */
export interface CompleteLogin {
  readonly agent: AgentProfile;
  readonly tokens: BegunSession;
}

/** A login whose second factor is still to be shown; nobody is in. */
export interface IncompleteLogin {
  /** The token of the step, for a cookie of the browser. */
  readonly step: string;
}

/** Logs agents in by their passwords. */
@Injectable()
export class AgentLogins {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly profiles: Agents,
    private readonly passwords: Passwords,
    private readonly sessions: AgentSessions,
    private readonly steps: SignInSteps,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Begins a session or, for an agent with a second factor, the step in which it is shown. Neither a refusal nor the work done for it
   * shows whether the agent exists, is disabled or has a password. A password that was hashed with other parameters than today's is
   * hashed again. Where people sign in by an identity provider alone, only the System agent has a password that counts.
   * @throws DomainError `login_refused`
   */
  async login({ email, password }: Credentials, origin: LoginOrigin): Promise<CompleteLogin | IncompleteLogin> {
    const login = await this.agents.findLogin(this.transactions.reader, emailKey(email));
    const match = await this.passwords.match(password, login && this.mayUsePassword(login) ? login.passwordHash : null);
    if (!login || match === 'wrong') {
      await this.sessions.recordFailure(login?.id ?? null, origin, login ? '' : ' by an e-mail that no agent has');
      throw new DomainError('login_refused', this.refusal);
    }
    const passwordHash = match === 'outdated' ? await this.passwords.hashAgain(password) : login.passwordHash;
    const begun = await this.transactions.run(
      async (tx): Promise<Pick<CompleteLogin, 'tokens'> | IncompleteLogin | null> => {
        const now = await this.agents.lockLogin(tx.manager, login.id);
        if (!now?.enabled || now.passwordHash !== login.passwordHash) return null;
        if (match === 'outdated') await this.agents.update(tx.manager, login.id, { passwordHash });
        const step = await this.steps.beginFor(tx, login.id);
        return step === null
          ? { tokens: await this.sessions.beginLocked(tx, login.id, origin, 'logged in', 'one_factor') }
          : { step };
      },
    );
    // While the password was compared, it was changed or hashed again, or the agent was disabled: try the current state.
    if (!begun) return this.login({ email, password }, origin);
    return 'tokens' in begun ? { agent: await this.profiles.get(login.id), ...begun } : begun;
  }

  private get refusal(): string {
    return this.config.signIn.onlyByProvider
      ? 'Passwords let only the System agent in; sign in by an identity provider'
      : 'The e-mail or the password is wrong, or the agent is disabled';
  }

  private mayUsePassword({ enabled, isSystem }: AgentLogin): boolean {
    return enabled && (isSystem || !this.config.signIn.onlyByProvider);
  }
}
