import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, type JobPayload } from '@rollcall/jobs';
import { WebhookSender } from '@rollcall/webhooks/sending';

/** Sends a webhook that took nothing last time what is due. */
@Injectable()
@HandlesJob('webhook-retry')
export class WebhookRetryHandler implements JobHandler<'webhook-retry'> {
  constructor(private readonly sender: WebhookSender) {}

  async handle({ webhookId }: JobPayload<'webhook-retry'>): Promise<void> {
    await this.sender.send(webhookId);
  }
}
