import { type DynamicModule, Module } from '@nestjs/common';
import { ActivityModule } from '@rollcall/activity';
import { AgentsModule } from '@rollcall/agents';
import { CredentialsModule } from '@rollcall/auth';
import { BillingModule } from '@rollcall/billing';
import { type Config, ConfigModule } from '@rollcall/config';
import { DatabaseModule } from '@rollcall/database';
import { EventsModule } from '@rollcall/events';
import { IdempotencyModule } from '@rollcall/idempotency';
import { ImportsModule } from '@rollcall/imports';
import { JobWorkerModule } from '@rollcall/jobs';
import { MailModule } from '@rollcall/mail';
import { MailDeliveryModule } from '@rollcall/mail/delivery';
import { Readiness } from '@rollcall/process';
import { ProvisioningModule } from '@rollcall/provisioning';
import { StorageModule } from '@rollcall/storage';
import { WebhookSendingModule } from '@rollcall/webhooks/sending';

import { ActivitySealHandler } from './activity/activity-seal.handler.js';
import { AgentChangesSweepHandler } from './agents/agent-changes-sweep.handler.js';
import { AgentsOfflineHandler } from './agents/agents-offline.handler.js';
import { BillingReconciliationHandler } from './billing/billing-reconciliation.handler.js';
import { BillingSyncHandler } from './billing/billing-sync.handler.js';
import { CreditsRefreshHandler } from './billing/credits-refresh.handler.js';
import { EventsSweepHandler } from './events/events-sweep.handler.js';
import { FilesSweepHandler } from './files/files-sweep.handler.js';
import { HealthServer } from './health/health-server.js';
import { IdempotencySweepHandler } from './idempotency/idempotency-sweep.handler.js';
import { AgentsBulkChangeHandler } from './imports/agents-bulk-change.handler.js';
import { AgentsImportHandler } from './imports/agents-import.handler.js';
import { ImportsSweepHandler } from './imports/imports-sweep.handler.js';
import { MailSender } from './mail/mail-sender.js';
import { PasswordResetHandler } from './mail/password-reset.handler.js';
import { SendMailHandler } from './mail/send-mail.handler.js';
import { InstallationMetrics } from './metrics/installation-metrics.js';
import { OldRowsSweepHandler } from './old-rows/old-rows-sweep.handler.js';
import { ProvisioningSweepHandler } from './provisioning/provisioning-sweep.handler.js';
import { WebhookDeliverHandler } from './webhooks/webhook-deliver.handler.js';
import { WebhookRetryHandler } from './webhooks/webhook-retry.handler.js';
import { WebhooksDispatchHandler } from './webhooks/webhooks-dispatch.handler.js';

/** Everything that happens without a request. */
@Module({})
export class WorkerModule {
  static with(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.with(config),
        DatabaseModule,
        ActivityModule,
        AgentsModule,
        BillingModule,
        CredentialsModule,
        EventsModule,
        IdempotencyModule,
        ImportsModule,
        MailModule,
        MailDeliveryModule,
        ProvisioningModule,
        StorageModule,
        WebhookSendingModule,
        // Last, and so the first to be shut down: running jobs finish while all they use is still open.
        JobWorkerModule,
      ],
      providers: [
        ActivitySealHandler,
        AgentChangesSweepHandler,
        AgentsBulkChangeHandler,
        AgentsImportHandler,
        AgentsOfflineHandler,
        BillingReconciliationHandler,
        BillingSyncHandler,
        CreditsRefreshHandler,
        EventsSweepHandler,
        FilesSweepHandler,
        HealthServer,
        IdempotencySweepHandler,
        ImportsSweepHandler,
        InstallationMetrics,
        MailSender,
        OldRowsSweepHandler,
        PasswordResetHandler,
        ProvisioningSweepHandler,
        Readiness,
        SendMailHandler,
        WebhookDeliverHandler,
        WebhookRetryHandler,
        WebhooksDispatchHandler,
      ],
    };
  }
}
