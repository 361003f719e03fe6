import { Injectable } from '@nestjs/common';
import { ActivityLog, type RequestOrigin, WHOM } from '@rollcall/activity';
import { assertStrongPassword, passwordTokenInvalid, Passwords, PasswordTokens, Sessions } from '@rollcall/auth';
import { Transactions } from '@rollcall/database';
import { Mails } from '@rollcall/mail';

import { AgentsRepository } from './agents.repository.js';

/** The password that an agent chooses by a mailed link. */
@Injectable()
export class AgentPasswords {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly passwords: Passwords,
    private readonly tokens: PasswordTokens,
    private readonly sessions: Sessions,
    private readonly mails: Mails,
    private readonly activity: ActivityLog,
  ) {}

  /**
   * Sets the password of the agent that got the token by mail, and ends its sessions. A mail announces the new
   * password, unless it is the first one: the link came to the same mailbox, and there was no password to lose.
   * @throws DomainError `invalid_input`, `password_token_invalid`
   */
  async set(token: string, password: string, origin: RequestOrigin): Promise<void> {
    assertStrongPassword('password', password);
    // A hash is costly on purpose, so it is computed only for a good token.
    if (!(await this.isTokenValid(token))) passwordTokenInvalid();
    const passwordHash = await this.passwords.hashNew('password', password);
    await this.transactions.run(async (tx) => {
      const id = await this.tokens.redeem(tx.manager, token, tx.now);
      const hadPassword = await this.agents.findWithPassword(tx.manager, id);
      await this.agents.update(tx.manager, id, { passwordHash, updatedAt: tx.now });
      await this.sessions.endAll(tx.manager, id);
      await this.activity.record(
        tx,
        { ...origin, agentId: id },
        {
          type: 'agent_password_set',
          description: `set password for ${WHOM} by a mailed link`,
          target: { type: 'agent', id },
        },
      );
      if (hadPassword?.email) await this.mails.queuePasswordChanged(tx, { id, email: hadPassword.email });
    });
  }

  /** Whether a set-password link with this token would work now. */
  async isTokenValid(token: string): Promise<boolean> {
    return this.tokens.isValid(token);
  }
}
