import { Injectable } from '@nestjs/common';
import { PasswordTokens, Sessions } from '@rollcall/auth';
import { together, type Transaction } from '@rollcall/database';
import { Mails } from '@rollcall/mail';

/** The change that affects how an agent gets in. */
export interface ChangedWaysIn {
  readonly password: boolean;
  /** The address of the agent before the change; null if it had none. */
  readonly formerEmail: string | null;
}

/**
 * The links, sessions and mails that let an agent in, and how they end. The agent must be locked. Keys need no end
 * here: they are refused while their agent is disabled or deleted.
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
   * Ends the links that were sent to the former address or for the former password, and the sessions that began with
   * the former password. A new password is announced by mail to the address from before the change.
   */
  async renew(tx: Transaction, id: number, { password, formerEmail }: ChangedWaysIn): Promise<void> {
    await together([
      this.tokens.revokeAll(tx.manager, id),
      password && this.sessions.endAll(tx.manager, id),
      password && formerEmail !== null && this.mails.queuePasswordChanged(tx, { id, email: formerEmail }),
    ]);
  }

  /** Ends all links, sessions and mails of an agent that was disabled or deleted. */
  async end(tx: Transaction, id: number, reason: 'disabled' | 'deleted'): Promise<void> {
    await together([
      this.tokens.revokeAll(tx.manager, id),
      this.sessions.endAll(tx.manager, id),
      this.mails.drop(tx, id, `The agent was ${reason} before the mail could be sent`),
    ]);
  }
}
