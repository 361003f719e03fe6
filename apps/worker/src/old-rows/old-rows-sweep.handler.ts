import { Injectable } from '@nestjs/common';
import { Sessions } from '@rollcall/auth';
import { StripeWebhooks } from '@rollcall/billing';
import { HandlesJob, type JobHandler } from '@rollcall/jobs';
import { MailsRepository } from '@rollcall/mail';

/** Removes mails and events of Stripe that were kept for long enough, and sessions that have ended. */
@Injectable()
@HandlesJob('old-rows-sweep')
export class OldRowsSweepHandler implements JobHandler<'old-rows-sweep'> {
  constructor(
    private readonly mails: MailsRepository,
    private readonly sessions: Sessions,
    private readonly stripe: StripeWebhooks,
  ) {}

  async handle(): Promise<void> {
    await this.mails.sweep();
    await this.sessions.sweep();
    await this.stripe.sweep();
  }
}
