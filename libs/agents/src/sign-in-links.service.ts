import { Injectable } from '@nestjs/common';
import { isWithin, PasswordTokens } from '@rollcall/auth';
import { Transactions } from '@rollcall/database';
import { DomainError } from '@rollcall/kernel';

import type { CompleteLogin } from './agent-logins.service.js';
import { AgentSessions, type LoginOrigin } from './agent-sessions.service.js';
import { AgentsRepository } from './agents.repository.js';
import { Agents } from './agents.service.js';

/** The addresses of the machine itself (RFC 1122, section 3.2.1.3, and RFC 4291, section 2.5.3). */
const THIS_MACHINE = ['127.0.0.0/8', '::1/128'];

/** Links by which the admin signs in without a password: for the first look, by whoever has started Rollcall. */
@Injectable()
export class SignInLinks {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly profiles: Agents,
    private readonly tokens: PasswordTokens,
    private readonly sessions: AgentSessions,
  ) {}

  /** The token of a new link for the System agent: it works once, within an hour. Null when there is no System agent. */
  async forAdmin(): Promise<string | null> {
    return this.transactions.run(async (tx) => {
      const system = await this.agents.findSystem(tx.manager);
      return system && (await this.tokens.issue(tx.manager, system.id, tx.now, 'sign_in'));
    });
  }

  /**
   * Begins a session for the agent of the link, which is used up.
   * @throws DomainError `login_refused`, also to somebody on another machine
   */
  async login(token: string, origin: LoginOrigin): Promise<CompleteLogin> {
    if (!isWithin(THIS_MACHINE, origin.ip)) linkRefused();
    const { id, tokens } = await this.transactions.run(async (tx) => {
      const agentId = (await this.tokens.use(tx.manager, token, tx.now, 'sign_in')) ?? linkRefused();
      const begun = await this.sessions.beginWithin(tx, agentId, origin, 'logged in by a link', 'one_factor');
      return { id: agentId, tokens: begun ?? linkRefused() };
    });
    return { agent: await this.profiles.get(id), tokens };
  }
}

function linkRefused(): never {
  throw new DomainError(
    'login_refused',
    'This link has been used already, is older than an hour or is for another machine; sign in with e-mail and password',
  );
}
