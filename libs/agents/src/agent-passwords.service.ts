import { Injectable } from '@nestjs/common';
import { ActivityLog, type RequestOrigin, WHOM } from '@rollcall/activity';
import {
  type Actor,
  assertKeepsLimits,
  assertSteppedUp,
  assertStrongPassword,
  passwordTokenInvalid,
  Passwords,
  PasswordTokens,
  Sessions,
  UNLIMITED,
} from '@rollcall/auth';
import { type Transaction, Transactions } from '@rollcall/database';
import { invalidField } from '@rollcall/kernel';
import { Mails } from '@rollcall/mail';

import { AgentsRepository } from './agents.repository.js';

/** The password that an agent chooses, by a mailed link or by its current password. */
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
    if (!(await this.tokens.isValid(token))) passwordTokenInvalid();
    const passwordHash = await this.passwords.hashNew('password', password);
    await this.transactions.run(async (tx) => {
      const id = await this.tokens.redeem(tx.manager, token, tx.now);
      await this.store(tx, { ...origin, agentId: id }, passwordHash, 'a mailed link');
    });
  }

  /**
   * Sets the actor's own password, and ends its sessions except the one of this request. A mail announces the new password.
   * @throws DomainError `invalid_input` when the current password is wrong or the new one is weak, `escalation_refused`
   * for a key with limits, `second_factor_needed`
   */
  async change(actor: Actor, current: string, password: string): Promise<void> {
    const { agentId } = actor;
    assertKeepsLimits(actor, agentId, UNLIMITED, 'change your own password');
    assertSteppedUp(actor);
    assertStrongPassword('new_password', password);
    const login = await this.agents.findLoginById(this.transactions.reader, agentId);
    if (!login || (await this.passwords.match(current, login.passwordHash)) === 'wrong')
      throw invalidField('current_password', 'current_password is wrong; without it, ask for a link by mail');
    const passwordHash = await this.passwords.hashNew('new_password', password);
    const isStored = await this.transactions.run(async (tx) => {
      const now = await this.agents.lockLogin(tx.manager, agentId);
      if (now?.passwordHash !== login.passwordHash) return false;
      await this.store(tx, actor, passwordHash, 'its current one');
      return true;
    });
    // While the passwords were hashed, the stored one was changed or hashed again: try the current state.
    if (!isStored) await this.change(actor, current, password);
  }

  private async store(
    tx: Transaction,
    actor: RequestOrigin & Pick<Actor, 'agentId'> & Partial<Pick<Actor, 'sessionId'>>,
    passwordHash: string,
    by: string,
  ): Promise<void> {
    const { agentId: id, sessionId = null } = actor;
    const hadPassword = await this.agents.findWithPassword(tx.manager, id);
    await this.agents.update(tx.manager, id, { passwordHash, updatedAt: tx.now });
    await this.sessions.endAll(tx.manager, id, sessionId);
    await this.activity.record(tx, actor, {
      type: 'agent_password_set',
      description: `set password for ${WHOM} by ${by}`,
      target: { type: 'agent', id },
    });
    if (hadPassword?.email) await this.mails.queuePasswordChanged(tx, { id, email: hadPassword.email });
  }
}
