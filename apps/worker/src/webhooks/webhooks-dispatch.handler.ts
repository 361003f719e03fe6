import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '@rollcall/jobs';
import { FailingWebhooks, WebhookDispatcher } from '@rollcall/webhooks/sending';

/** Gives events to webhooks, and switches those off that fail for days. */
@Injectable()
@HandlesJob('webhooks-dispatch')
export class WebhooksDispatchHandler implements JobHandler<'webhooks-dispatch'> {
  constructor(
    private readonly dispatcher: WebhookDispatcher,
    private readonly failing: FailingWebhooks,
  ) {}

  async handle(): Promise<void> {
    await this.dispatcher.dispatch();
    await this.failing.switchOff();
  }
}
