import { Injectable } from '@nestjs/common';
import { ActivityLog, type RequestOrigin, WHOM } from '@rollcall/activity';
import {
  type Actor,
  assertStrongPassword,
  passwordTokenInvalid,
  Passwords,
  PasswordTokens,
  Sessions,
} from '@rollcall/auth';
import { type Transaction, Transactions } from '@rollcall/database';
import { Clock, DomainError } from '@rollcall/kernel';
import { type MailEntity, Mails } from '@rollcall/mail';

import { agentNotFound } from './agent.errors.js';
import { AgentsRepository } from './agents.repository.js';

/** How to write to an agent. */
export interface AgentContact {
  readonly id: number;
  readonly firstName: string;
  readonly email: string | null;
  readonly enabled: boolean;
}

/** An agent's password and the mails that let it set one. */
@Injectable()
export class AgentCredentials {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly passwords: Passwords,
    private readonly tokens: PasswordTokens,
    private readonly sessions: Sessions,
    private readonly mails: Mails,
    private readonly activity: ActivityLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Sets the password of the agent that the token was mailed to, and ends its sessions. The agent is told of it by mail,
   * unless it is its first: nothing is lost to whoever had none, and the link is in the same mailbox.
   * @throws DomainError `invalid_input`, `password_token_invalid`
   */
  async setPassword(token: string, password: string, origin: RequestOrigin): Promise<void> {
    assertStrongPassword('password', password);
    // The hash is dear on purpose; only who brings a good token has one made.
    if (!(await this.isPasswordTokenValid(token))) passwordTokenInvalid();
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
  async isPasswordTokenValid(token: string): Promise<boolean> {
    return this.tokens.isValid(this.transactions.reader, token, this.clock.now());
  }

  /** Queues a fresh welcome mail. @throws DomainError `agent_not_found`, `agent_unreachable` */
  async sendWelcomeEmail(actor: Actor, id: number): Promise<MailEntity> {
    return this.transactions.run(async (tx) => {
      const agent = (await this.agents.lockById(tx.manager, id)) ?? agentNotFound(id);
      const { email } = agent;
      if (!email || !agent.enabled)
        throw new DomainError('agent_unreachable', `Agent ${id} is disabled or has no email; enable it first`);
      await this.activity.record(tx, actor, {
        type: 'welcome_email_requested',
        description: `requested a welcome mail for ${WHOM}`,
        target: { type: 'agent', id },
      });
      return this.mails.queueWelcome(tx, { id, email });
    });
  }

  /** The mails to an agent, newest first. @throws DomainError `agent_not_found` */
  async listMails(id: number): Promise<MailEntity[]> {
    if (!(await this.agents.findById(this.transactions.reader, id))) agentNotFound(id);
    return this.mails.listByAgent(id);
  }

  /** How to write to an agent, who can neither leave nor move before the transaction ends; null when it is deleted. */
  async lockContact(tx: Transaction, id: number): Promise<AgentContact | null> {
    return this.agents.lockById(tx.manager, id);
  }
}
