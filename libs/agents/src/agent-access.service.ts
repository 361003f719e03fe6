import { Injectable } from '@nestjs/common';
import { PasswordTokens, Sessions } from '@rollcall/auth';
import { together, type Transaction } from '@rollcall/database';
import { Mails } from '@rollcall/mail';

/** What is about to change of the ways in to an agent. */
export interface ChangedWaysIn {
  readonly password: boolean;
  /** The address that the agent had until now; null for one without. */
  readonly formerEmail: string | null;
}

/**
 * The links, sessions and mails by which an agent gets in, and what ends them. The agent must be locked. Its keys are
 * refused by themselves as long as it is disabled or deleted.
 */
@Injectable()
export class AgentAccess {
  constructor(
    private readonly tokens: PasswordTokens,
    private readonly sessions: Sessions,
    private readonly mails: Mails,
  ) {}

  /** Promises a new agent a mail with a link to set its password. */
  async welcome(tx: Transaction, id: number, email: string): Promise<void> {
    await this.mails.queueWelcome(tx, { id, email });
  }

  /**
   * Links to set a password end with the address or password for which they were sent, sessions with the password by which
   * they were begun. The agent is told of a new password by mail, at the address that it had before.
   */
  async renew(tx: Transaction, id: number, { password, formerEmail }: ChangedWaysIn): Promise<void> {
    await together([
      this.tokens.revokeAll(tx.manager, id),
      password && this.sessions.endAll(tx.manager, id),
      password && formerEmail !== null && this.mails.queuePasswordChanged(tx, { id, email: formerEmail }),
    ]);
  }

  /** Ends everything that an agent has under way, since it was disabled or deleted. */
  async end(tx: Transaction, id: number, reason: 'disabled' | 'deleted'): Promise<void> {
    await together([
      this.tokens.revokeAll(tx.manager, id),
      this.sessions.endAll(tx.manager, id),
      this.mails.drop(tx, id, `The agent was ${reason} before the mail could be sent`),
    ]);
  }
}
