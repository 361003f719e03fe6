import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActivityModule } from '@rollcall/activity';
import { CredentialsModule } from '@rollcall/auth';
import { EventsModule } from '@rollcall/events';
import { JobsModule } from '@rollcall/jobs';
import { MailModule } from '@rollcall/mail';

import { DeliveriesRepository } from './deliveries.repository.js';
import { WebhookDeliveries } from './webhook-deliveries.service.js';
import { WebhookDeliveryEntity } from './webhook-delivery.entity.js';
import { WebhookDispatchEntity } from './webhook-dispatch.entity.js';
import { WebhookHealth } from './webhook-health.service.js';
import { WebhookEntity } from './webhook.entity.js';
import { Webhooks } from './webhooks.service.js';

/** Who is told of events, and what was sent. */
@Module({
  imports: [
    TypeOrmModule.forFeature([WebhookEntity, WebhookDeliveryEntity, WebhookDispatchEntity]),
    ActivityModule,
    CredentialsModule,
    EventsModule,
    JobsModule,
    MailModule,
  ],
  providers: [DeliveriesRepository, WebhookDeliveries, WebhookHealth, Webhooks],
  exports: [
    ActivityModule,
    CredentialsModule,
    DeliveriesRepository,
    EventsModule,
    MailModule,
    WebhookDeliveries,
    WebhookHealth,
    Webhooks,
  ],
})
export class WebhooksModule {}
