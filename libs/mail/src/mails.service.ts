import { Injectable } from '@nestjs/common';
import type { Transaction } from '@rollcall/database';
import { Jobs } from '@rollcall/jobs';

import type { MailEntity } from './mail.entity.js';
import { MailsRepository } from './mails.repository.js';

/** Mails to agents: asks for them and tells what became of them. The worker sends them. */
@Injectable()
export class Mails {
  constructor(
    private readonly mails: MailsRepository,
    private readonly jobs: Jobs,
  ) {}

  /** Promises the agent a mail with a link to set the password, if and only if the transaction commits. */
  async queueWelcome(tx: Transaction, agent: { readonly id: number; readonly email: string }): Promise<MailEntity> {
    const mail = await this.mails.insertQueued(tx.manager, tx.now, {
      agentId: agent.id,
      recipient: agent.email,
      template: 'welcome',
    });
    await this.jobs.enqueue(tx, 'welcome-email', { mailId: mail.id });
    return mail;
  }

  /** The newest mails to an agent, at most a hundred, newest first. */
  async listByAgent(agentId: number): Promise<MailEntity[]> {
    return this.mails.listByAgent(agentId);
  }
}
