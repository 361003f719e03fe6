import { Module } from '@nestjs/common';

import { WebhooksModule } from '../webhooks.module.js';
import { FailingWebhooks } from './failing-webhooks.js';
import { ReceiverClient } from './receiver-client.js';
import { WebhookDispatcher } from './webhook-dispatcher.js';
import { WebhookSender } from './webhook-sender.js';

/** The sending half of the webhooks, for the worker alone. */
@Module({
  imports: [WebhooksModule],
  providers: [FailingWebhooks, ReceiverClient, WebhookDispatcher, WebhookSender],
  exports: [FailingWebhooks, WebhookDispatcher, WebhookSender],
})
export class WebhookSendingModule {}
