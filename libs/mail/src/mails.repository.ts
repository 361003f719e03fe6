import { Injectable } from '@nestjs/common';
import { Clock, cutText } from '@rollcall/kernel';
import { DataSource, type EntityManager, MoreThan } from 'typeorm';

import { MailEntity, type MailTemplate } from './mail.entity.js';

const MAX_ERROR_LENGTH = 1_000;

/** How many mails of one agent are listed at most. */
const LIST_LIMIT = 100;

/** What a mail starts with. */
export interface NewMail {
  readonly agentId: number;
  readonly recipient: string;
  readonly template: MailTemplate;
}

/** Reads and writes `mails`. */
@Injectable()
export class MailsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Adds a mail to be sent, as part of the manager's transaction. */
  async insertQueued(manager: EntityManager, now: Date, mail: NewMail): Promise<MailEntity> {
    return manager.save(
      manager.create(MailEntity, {
        ...mail,
        createdAt: now,
        status: 'queued',
        attempts: 0,
        lastError: null,
        sentAt: null,
      }),
      { transaction: false },
    );
  }

  /** Whether such a mail is still to be sent to the agent, or was promised since then and did not fail. */
  async isUnderWay(manager: EntityManager, agentId: number, template: MailTemplate, since: Date): Promise<boolean> {
    return manager.existsBy(MailEntity, [
      { agentId, template, status: 'queued' },
      { agentId, template, status: 'sent', createdAt: MoreThan(since) },
    ]);
  }

  /** Fails the mails with a link that an agent is still to be sent, and returns them. */
  async failQueuedLinks(
    manager: EntityManager,
    agentId: number,
    reason: string,
  ): Promise<Pick<MailEntity, 'id' | 'template'>[]> {
    const [dropped]: [Pick<MailEntity, 'id' | 'template'>[], number] = await manager.query(
      `UPDATE mails SET status = 'failed', last_error = $2
       WHERE agent_id = $1 AND status = 'queued' AND template <> 'password-changed' RETURNING id, template`,
      [agentId, reason],
    );
    return dropped;
  }

  async findById(manager: EntityManager, id: number): Promise<MailEntity | null> {
    return manager.findOneBy(MailEntity, { id });
  }

  /** Counts an attempt to send the mail to `recipient`, which may be another than when it was queued. */
  async recordAttempt(manager: EntityManager, id: number, recipient: string): Promise<void> {
    await manager.update(MailEntity, { id }, { attempts: () => 'attempts + 1', status: 'queued', recipient });
  }

  async markSent(id: number): Promise<void> {
    await this.dataSource.manager.update(
      MailEntity,
      { id },
      { status: 'sent', sentAt: this.clock.now(), lastError: null },
    );
  }

  /** Keeps why an attempt failed; the mail stays queued. */
  async recordError(id: number, error: string): Promise<void> {
    await this.dataSource.manager.update(MailEntity, { id }, { lastError: cutText(error, MAX_ERROR_LENGTH) });
  }

  /** Keeps why the mail will not be sent. */
  async markFailed(manager: EntityManager, id: number, error: string): Promise<void> {
    await manager.update(MailEntity, { id }, { status: 'failed', lastError: cutText(error, MAX_ERROR_LENGTH) });
  }

  /** The newest mails to an agent, at most a hundred, newest first. */
  async listByAgent(agentId: number): Promise<MailEntity[]> {
    return this.dataSource.manager.find(MailEntity, { where: { agentId }, order: { id: 'DESC' }, take: LIST_LIMIT });
  }
}
