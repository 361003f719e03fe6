import { Module } from '@nestjs/common';
import { ActivityModule } from '@rollcall/activity';
import { AgentsModule } from '@rollcall/agents';
import { CredentialsModule } from '@rollcall/auth';
import { AuthHttpModule } from '@rollcall/auth/http';
import { AvatarsModule } from '@rollcall/avatars';
import { BillingModule } from '@rollcall/billing';
import { EventsModule } from '@rollcall/events';
import { ImportsModule } from '@rollcall/imports';
import { JobsModule } from '@rollcall/jobs';
import { LimitsModule } from '@rollcall/limits';
import { MailModule } from '@rollcall/mail';
import { ProvisioningModule } from '@rollcall/provisioning';
import { RolesModule } from '@rollcall/roles';
import { SignInModule } from '@rollcall/sign-in';
import { StorageModule } from '@rollcall/storage';
import { TeamsModule } from '@rollcall/teams';
import { WebhooksModule } from '@rollcall/webhooks';

import { ActivityLogsController } from './activity/activity-logs.controller.js';
import { AgentApiKeysController } from './agents/agent-api-keys.controller.js';
import { AgentCredentialsController } from './agents/agent-credentials.controller.js';
import { AgentListsController } from './agents/agent-lists.controller.js';
import { AgentListsPresenter } from './agents/agent-lists.presenter.js';
import { AgentsController } from './agents/agents.controller.js';
import { AvatarsController } from './agents/avatars/avatars.controller.js';
import { UploadsController } from './agents/avatars/uploads.controller.js';
import { MeController } from './agents/me.controller.js';
import { AgentStreamController } from './agents/stream/agent-stream.controller.js';
import { AgentStreams } from './agents/stream/agent-streams.service.js';
import { ResetPasswordController } from './agents/reset-password.controller.js';
import { SetPasswordController } from './agents/set-password.controller.js';
import { ServiceAccountsController } from './agents/service-accounts.controller.js';
import { AssignmentController } from './assignment/assignment.controller.js';
import { AgentBillingController } from './billing/agent-billing.controller.js';
import { BillingAccountsController } from './billing/billing-accounts.controller.js';
import { EventArrivals } from './events/event-arrivals.js';
import { EventsController } from './events/events.controller.js';
import { EventsPresenter } from './events/events.presenter.js';
import { BulkChangesController } from './bulk/bulk-changes.controller.js';
import { BulkChangesPresenter } from './bulk/bulk-changes.presenter.js';
import { ImportsController } from './imports/imports.controller.js';
import { ImportsPresenter } from './imports/imports.presenter.js';
import { JobRetries } from './jobs/job-retries.js';
import { JobsController } from './jobs/jobs.controller.js';
import { OverviewController } from './overview/overview.controller.js';
import { OverviewPresenter } from './overview/overview.presenter.js';
import { ProgressStreams } from './progress/progress-streams.service.js';
import { GroupRolesController } from './provisioning/group-roles.controller.js';
import { ProvisioningRequestsController } from './provisioning/provisioning-requests.controller.js';
import { RoleFactorController } from './roles/role-factor.controller.js';
import { RolesController } from './roles/roles.controller.js';
import { LoginPace } from '../http/limits/login-pace.js';
import { SessionPresenter } from './session/session.presenter.js';
import { LogoutController } from './session/logout.controller.js';
import { AgentSessionsController } from './session/agent-sessions.controller.js';
import { SessionController } from './session/session.controller.js';
import { OidcProvidersController } from './sign-in/oidc-providers.controller.js';
import { OidcRedirectsController } from './sign-in/oidc-redirects.controller.js';
import { OidcSignInController } from './sign-in/oidc-sign-in.controller.js';
import { OidcSignInPresenter } from './sign-in/oidc-sign-in.presenter.js';
import { AgentFactorsController } from './second-factors/agent-factors.controller.js';
import { OwnFactorsController } from './second-factors/own-factors.controller.js';
import { SecondStepController } from './second-factors/second-step.controller.js';
import { TeamsController } from './teams/teams.controller.js';
import { WebhookDeliveriesController } from './webhooks/webhook-deliveries.controller.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';

/** The window for clients of a Libredesk server. Fixed paths come before those with an id. */
@Module({
  imports: [
    ActivityModule,
    AgentsModule,
    AuthHttpModule,
    AvatarsModule,
    BillingModule,
    CredentialsModule,
    EventsModule,
    ImportsModule,
    JobsModule,
    LimitsModule,
    MailModule,
    ProvisioningModule,
    RolesModule,
    SignInModule,
    StorageModule,
    TeamsModule,
    WebhooksModule,
  ],
  controllers: [
    ActivityLogsController,
    MeController,
    OwnFactorsController,
    AvatarsController,
    ImportsController,
    BulkChangesController,
    AgentApiKeysController,
    AgentBillingController,
    BillingAccountsController,
    ResetPasswordController,
    SetPasswordController,
    AgentCredentialsController,
    AgentSessionsController,
    AgentFactorsController,
    AgentListsController,
    AgentStreamController,
    AgentsController,
    AssignmentController,
    EventsController,
    GroupRolesController,
    JobsController,
    LogoutController,
    OverviewController,
    OidcProvidersController,
    OidcRedirectsController,
    OidcSignInController,
    ProvisioningRequestsController,
    RoleFactorController,
    RolesController,
    SecondStepController,
    ServiceAccountsController,
    SessionController,
    TeamsController,
    UploadsController,
    WebhooksController,
    WebhookDeliveriesController,
  ],
  providers: [
    AgentListsPresenter,
    AgentStreams,
    BulkChangesPresenter,
    EventArrivals,
    EventsPresenter,
    ImportsPresenter,
    JobRetries,
    OverviewPresenter,
    OidcSignInPresenter,
    ProgressStreams,
    SessionPresenter,
    LoginPace,
  ],
})
export class HelpdeskModule {}
