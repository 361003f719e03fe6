import { Injectable } from '@nestjs/common';
import type { JobHandler, JobPayload, JobRun } from '@rollcall/jobs';

import { MailSender } from './mail-sender.js';

type MailJob = 'welcome-email' | 'password-email';

/** What the handlers of all jobs that send a queued mail do. */
@Injectable()
export abstract class QueuedMailHandler implements JobHandler<MailJob> {
  constructor(private readonly sender: MailSender) {}

  async handle({ mailId }: JobPayload<MailJob>, run: JobRun): Promise<void> {
    await this.sender.send(mailId, run);
  }

  async gaveUp({ mailId }: JobPayload<MailJob>, error: string): Promise<void> {
    await this.sender.giveUp(mailId, error);
  }
}
