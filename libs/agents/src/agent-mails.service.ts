import { Injectable } from '@nestjs/common';
import { ActivityLog, WHOM } from '@rollcall/activity';
import type { Actor } from '@rollcall/auth';
import { type Transaction, Transactions } from '@rollcall/database';
import { DomainError } from '@rollcall/kernel';
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

/** The mails to an agent, and where they go. */
@Injectable()
export class AgentMails {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly mails: Mails,
    private readonly activity: ActivityLog,
  ) {}

  /** Queues a fresh welcome mail. @throws DomainError `agent_not_found`, `agent_unreachable` */
  async welcome(actor: Actor, id: number): Promise<MailEntity> {
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
  async list(id: number): Promise<MailEntity[]> {
    if (!(await this.agents.findById(this.transactions.reader, id))) agentNotFound(id);
    return this.mails.listByAgent(id);
  }

  /** The contact of an agent, which cannot be deleted or changed before the transaction ends; null when it is deleted. */
  async lockContact(tx: Transaction, id: number): Promise<AgentContact | null> {
    return this.agents.lockById(tx.manager, id);
  }
}
