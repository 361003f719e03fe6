import { Injectable } from '@nestjs/common';
import type { Transaction } from '@rollcall/database';
import { Jobs, newJobId } from '@rollcall/jobs';

import type { MailTemplate } from './mail-catalogue.js';
import type { MailEntity } from './mail.entity.js';
import { MailsRepository } from './mails.repository.js';

/** How long one mail with a link to reset the password stands for all that are asked for. */
const RESET_PAUSE_MS = 60_000;

/** The agent a mail is for, and the address it goes to. */
export interface Recipient {
  readonly id: number;
  readonly email: string;
}

/** Mails to agents: asks for them and tells what became of them. The worker sends them. */
@Injectable()
export class Mails {
  constructor(
    private readonly mails: MailsRepository,
    private readonly jobs: Jobs,
  ) {}

  /** Promises the agent a mail with a link to set the password, if and only if the transaction commits. */
  async queueWelcome(tx: Transaction, agent: Recipient): Promise<MailEntity> {
    return this.queue(tx, 'welcome', agent);
  }

  /** Promises each of these agents such a mail, in two statements. */
  async queueWelcomes(tx: Transaction, agents: readonly Recipient[]): Promise<void> {
    const jobs = await this.mails.insertManyQueued(
      tx.manager,
      tx.now,
      agents.map(({ id, email }) => ({ agentId: id, recipient: email, template: 'welcome', jobId: newJobId() })),
    );
    await this.jobs.enqueueMany(
      tx,
      'send-mail',
      jobs.map(({ mailId, jobId }) => ({ id: jobId, payload: { mailId } })),
    );
  }

  /**
   * Promises the agent a mail with a link to reset the password, unless one is under way or not a minute old. The agent
   * must be locked.
   */
  async queueResetPassword(tx: Transaction, agent: Recipient): Promise<MailEntity | null> {
    const since = new Date(tx.now.getTime() - RESET_PAUSE_MS);
    if (await this.mails.isUnderWay(tx.manager, agent.id, 'reset-password', since)) return null;
    return this.queue(tx, 'reset-password', agent);
  }

  /** Promises a mail to this very address that says that the password was changed at the transaction's moment. */
  async queuePasswordChanged(tx: Transaction, agent: Recipient): Promise<MailEntity> {
    return this.queue(tx, 'password-changed', agent);
  }

  /** Promises a mail that says that the second factors of the agent were removed. */
  async queueSecondFactorsReset(tx: Transaction, agent: Recipient): Promise<MailEntity> {
    return this.queue(tx, 'second-factors-reset', agent);
  }

  /** Promises a mail that says that a webhook which the agent made was switched off, since its receiver fails. */
  async queueWebhookSwitchedOff(tx: Transaction, agent: Recipient): Promise<MailEntity> {
    return this.queue(tx, 'webhook-switched-off', agent);
  }

  /**
   * Cancels the promised mails with links of an agent that must not get any more links, and records the reason. A disabled
   * agent still gets the notice of a changed password. The caller has locked the agent.
   */
  async drop(tx: Transaction, agentId: number, reason: string): Promise<void> {
    const jobs = await this.mails.failQueuedLinks(tx.manager, agentId, reason);
    if (jobs.length > 0) await this.jobs.drop(tx, jobs);
  }

  /** The newest mails to an agent, at most a hundred, newest first. */
  async listByAgent(agentId: number): Promise<MailEntity[]> {
    return this.mails.listByAgent(agentId);
  }

  private async queue(tx: Transaction, template: MailTemplate, agent: Recipient): Promise<MailEntity> {
    const jobId = newJobId();
    const mail = await this.mails.insertQueued(tx.manager, tx.now, {
      agentId: agent.id,
      recipient: agent.email,
      template,
      jobId,
    });
    await this.jobs.enqueue(tx, 'send-mail', { mailId: mail.id }, jobId);
    return mail;
  }
}
