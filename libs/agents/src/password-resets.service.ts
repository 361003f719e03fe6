import { Injectable } from '@nestjs/common';
import { Transactions } from '@rollcall/database';
import { Jobs } from '@rollcall/jobs';
import { emailKey, normalizeEmail } from '@rollcall/kernel';
import { type MailEntity, Mails } from '@rollcall/mail';
import type { EntityManager } from 'typeorm';

import { AgentsRepository } from './agents.repository.js';
import { PasswordResetEntity } from './password-reset.entity.js';

/**
 * Password resets, which anybody may request. They have two halves, so that the requester learns nothing of what the
 * second half does.
 */
@Injectable()
export class PasswordResets {
  constructor(
    private readonly transactions: Transactions,
    private readonly agents: AgentsRepository,
    private readonly mails: Mails,
    private readonly jobs: Jobs,
  ) {}

  /** Only stores the request. It does not look for an agent, so that every address takes the same time. */
  async request(email: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const { id: resetId } = await tx.manager.save(
        tx.manager.create(PasswordResetEntity, { requestedAt: tx.now, email: normalizeEmail(email) }),
        { transaction: false },
      );
      await this.jobs.enqueue(tx, 'password-reset', { resetId });
    });
  }

  /**
   * Deletes the request and queues a mail with a link, if the address belongs to an enabled agent and no such mail is
   * on its way. Returns that mail, or null. A request that does not exist any more was answered before.
   */
  async answer(resetId: number): Promise<MailEntity | null> {
    return this.transactions.run(async (tx) => {
      const address = await take(tx.manager, resetId);
      const agent = address === null ? null : await this.agents.lockByEmailKey(tx.manager, emailKey(address));
      if (!agent?.email || !agent.enabled) return null;
      return this.mails.queueResetPassword(tx, { id: agent.id, email: agent.email });
    });
  }
}

/** Deletes the request and returns its address. Of several concurrent callers only one gets it. */
async function take(manager: EntityManager, id: number): Promise<string | null> {
  const [rows]: [{ email: string }[], number] = await manager.query(
    'DELETE FROM password_resets WHERE id = $1 RETURNING email',
    [id],
  );
  return rows[0]?.email ?? null;
}
