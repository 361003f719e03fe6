import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, type JobPayload, type JobRun } from '@rollcall/jobs';

import { MailSender } from './mail-sender.js';

/** Sends a queued mail. */
@Injectable()
@HandlesJob('send-mail')
export class SendMailHandler implements JobHandler<'send-mail'> {
  constructor(private readonly sender: MailSender) {}

  async handle({ mailId }: JobPayload<'send-mail'>, run: JobRun): Promise<void> {
    await this.sender.send(mailId, run);
  }

  async gaveUp({ mailId }: JobPayload<'send-mail'>, error: string): Promise<void> {
    await this.sender.giveUp(mailId, error);
  }
}
