import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import { deleteInBatches } from '@rollcall/database';
import { isPromised } from '@rollcall/jobs';
import { Clock, cutText } from '@rollcall/kernel';
import { DataSource, type EntityManager, MoreThan } from 'typeorm';

import { LINK_TEMPLATES, type MailTemplate } from './mail-catalogue.js';
import { MailEntity } from './mail.entity.js';

const MAX_ERROR_LENGTH = 1_000;

const DAY_MS = 86_400_000;

/** How many mails of one agent are listed at most. */
const LIST_LIMIT = 100;

/** What a mail starts with. */
export interface NewMail {
  readonly agentId: number;
  readonly recipient: string;
  readonly template: MailTemplate;
  readonly jobId: string | null;
}

/** A mail as it was when somebody last looked. */
export type ReadMail = Pick<MailEntity, 'id' | 'status'>;

/** What became of the mails of one day. */
export interface MailDay {
  /** In UTC, `2026-11-28`. */
  readonly day: string;
  readonly queued: number;
  readonly sent: number;
  readonly failed: number;
}

/** Reads and writes `mails`. */
@Injectable()
export class MailsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Adds a mail to be sent, as part of the manager's transaction. */
  async insertQueued(manager: EntityManager, now: Date, mail: NewMail): Promise<MailEntity> {
    const { agentId, recipient, template, jobId } = mail;
    const [{ id }]: [{ id: number }] = await manager.query(
      `INSERT INTO mails (created_at, agent_id, recipient, template, status, job_id) VALUES ($1, $2, $3, $4, 'queued', $5)
       RETURNING id`,
      [now, agentId, recipient, template, jobId],
    );
    return { ...mail, id, createdAt: now, status: 'queued', attempts: 0, lastError: null, sentAt: null };
  }

  /** Adds many mails likewise, each with the id of its job, and returns the ids of both. */
  async insertManyQueued(
    manager: EntityManager,
    now: Date,
    mails: readonly (NewMail & { readonly jobId: string })[],
  ): Promise<{ readonly mailId: number; readonly jobId: string }[]> {
    return manager.query(
      `INSERT INTO mails (created_at, agent_id, recipient, template, status, job_id)
       SELECT $1, "agentId", recipient, template, 'queued', "jobId"
       FROM json_to_recordset($2::json) AS mail("agentId" bigint, recipient text, template text, "jobId" uuid)
       RETURNING id AS "mailId", job_id AS "jobId"`,
      [now, JSON.stringify(mails)],
    );
  }

  /** Whether such a mail is still to be sent to the agent, or was promised since then and did not fail. */
  async isUnderWay(manager: EntityManager, agentId: number, template: MailTemplate, since: Date): Promise<boolean> {
    return manager.existsBy(MailEntity, [
      { agentId, template, status: 'queued' },
      { agentId, template, status: 'sent', createdAt: MoreThan(since) },
    ]);
  }

  /** Fails the mails with a link that an agent is still to be sent, and returns the ids of their jobs. */
  async failQueuedLinks(manager: EntityManager, agentId: number, reason: string): Promise<string[]> {
    const [dropped]: [{ job_id: string | null }[], number] = await manager.query(
      `UPDATE mails SET status = 'failed', last_error = $2
       WHERE agent_id = $1 AND status = 'queued' AND template = ANY ($3) RETURNING job_id`,
      [agentId, reason, LINK_TEMPLATES],
    );
    return dropped.flatMap(({ job_id: id }) => id ?? []);
  }

  async findById(manager: EntityManager, id: number): Promise<MailEntity | null> {
    return manager.findOneBy(MailEntity, { id });
  }

  /**
   * Counts an attempt to send the mail to `recipient`, which may differ from the address it was queued for. Returns
   * false and changes nothing when the mail has changed since it was read: it was dropped meanwhile.
   */
  async recordAttempt(manager: EntityManager, { id, status }: ReadMail, recipient: string): Promise<boolean> {
    const counted = { attempts: () => 'attempts + 1', status: 'queued', recipient } as const;
    return (await manager.update(MailEntity, { id, status }, counted)).affected === 1;
  }

  async markSent(id: number): Promise<void> {
    await this.dataSource.manager.update(
      MailEntity,
      { id },
      { status: 'sent', sentAt: this.clock.now(), lastError: null },
    );
  }

  /** Keeps why an attempt failed; the mail stays queued. One that was dropped meanwhile keeps the reason for that. */
  async recordError(id: number, error: string): Promise<void> {
    const lastError = cutText(error, MAX_ERROR_LENGTH);
    await this.dataSource.manager.update(MailEntity, { id, status: 'queued' }, { lastError });
  }

  /** Stores why the mail will not be sent, unless the mail has changed since it was read. */
  async markFailed(manager: EntityManager, { id, status }: ReadMail, error: string): Promise<void> {
    const lastError = cutText(error, MAX_ERROR_LENGTH);
    await manager.update(MailEntity, { id, status }, { status: 'failed', lastError });
  }

  /** The newest mails to an agent, at most a hundred, newest first. */
  async listByAgent(agentId: number): Promise<MailEntity[]> {
    return this.dataSource.manager.find(MailEntity, { where: { agentId }, order: { id: 'DESC' }, take: LIST_LIMIT });
  }

  /**
   * Removes the mails that were kept for as long as the configuration says. Those that are still to be sent stay, and those that failed
   * for as long as somebody may retry their job.
   */
  async sweep(): Promise<void> {
    await deleteInBatches(
      this.dataSource.manager,
      `DELETE FROM mails WHERE id = ANY (ARRAY(
         SELECT id FROM mails WHERE created_at <= $2 AND status <> 'queued' AND NOT ${isPromised('job_id')}
         ORDER BY created_at LIMIT $1))`,
      new Date(this.clock.now().getTime() - this.config.mail.keptDays * DAY_MS),
    );
  }

  /** What became of the mails that were asked for since then; a day without any is left out. Read from an index alone. */
  async outcomesByDay(since: Date): Promise<MailDay[]> {
    return this.dataSource.manager.query(
      `SELECT count(*) FILTER (WHERE status = 'queued') AS queued, count(*) FILTER (WHERE status = 'sent') AS sent,
         count(*) FILTER (WHERE status = 'failed') AS failed, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day
       FROM mails WHERE created_at >= $1 GROUP BY day ORDER BY day`,
      [since],
    );
  }
}
