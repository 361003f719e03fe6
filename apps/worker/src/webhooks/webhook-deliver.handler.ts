import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, type JobPayload } from '@rollcall/jobs';
import { WebhookSender } from '@rollcall/webhooks/sending';

/** Sends a webhook what is due. */
@Injectable()
@HandlesJob('webhook-deliver')
export class WebhookDeliverHandler implements JobHandler<'webhook-deliver'> {
  constructor(private readonly sender: WebhookSender) {}

  async handle({ webhookId }: JobPayload<'webhook-deliver'>): Promise<void> {
    await this.sender.send(webhookId);
  }
}
