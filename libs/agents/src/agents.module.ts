import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActivityModule } from '@rollcall/activity';
import { CredentialsModule } from '@rollcall/auth';
import { BillingModule } from '@rollcall/billing';
import { EventsModule } from '@rollcall/events';
import { JobsModule } from '@rollcall/jobs';
import { MailModule } from '@rollcall/mail';
import { RolesModule } from '@rollcall/roles';
import { TeamsModule } from '@rollcall/teams';

import { AgentAccess } from './agent-access.service.js';
import { AgentApiKeys } from './agent-api-keys.service.js';
import { AgentAssignments } from './agent-assignments.service.js';
import { AgentAvailability } from './agent-availability.service.js';
import { AgentAvatars } from './agent-avatars.service.js';
import { AgentBatches } from './agent-batches.service.js';
import { AgentBulk } from './agent-bulk.service.js';
import { AgentBilling } from './agent-billing.service.js';
import { AgentCounts } from './agent-counts.service.js';
import { AgentDirectory } from './agent-directory.service.js';
import { AgentEntity } from './agent.entity.js';
import { AgentFeed } from './agent-feed.service.js';
import { AgentLogins } from './agent-logins.service.js';
import { AgentMails } from './agent-mails.service.js';
import { AgentPasswords } from './agent-passwords.service.js';
import { AgentSessions } from './agent-sessions.service.js';
import { AgentWorkloadEntity } from './agent-workload.entity.js';
import { AgentWorkloads } from './agent-workloads.service.js';
import { AgentsRepository } from './agents.repository.js';
import { Agents } from './agents.service.js';
import { Bootstrap } from './bootstrap.service.js';
import { PasswordResetEntity } from './password-reset.entity.js';
import { PasswordResets } from './password-resets.service.js';
import { ServiceAccounts } from './service-accounts.service.js';
import { SignInLinks } from './sign-in-links.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([AgentEntity, AgentWorkloadEntity, PasswordResetEntity]),
    ActivityModule,
    BillingModule,
    CredentialsModule,
    EventsModule,
    JobsModule,
    MailModule,
    RolesModule,
    TeamsModule,
  ],
  providers: [
    Agents,
    AgentAccess,
    AgentApiKeys,
    AgentAssignments,
    AgentAvailability,
    AgentAvatars,
    AgentBatches,
    AgentBulk,
    AgentBilling,
    AgentCounts,
    AgentDirectory,
    AgentFeed,
    AgentLogins,
    AgentMails,
    AgentPasswords,
    AgentSessions,
    AgentWorkloads,
    AgentsRepository,
    Bootstrap,
    PasswordResets,
    ServiceAccounts,
    SignInLinks,
  ],
  exports: [
    Agents,
    AgentApiKeys,
    AgentAvailability,
    AgentAvatars,
    AgentBatches,
    AgentBulk,
    AgentBilling,
    AgentCounts,
    AgentDirectory,
    AgentFeed,
    AgentLogins,
    AgentMails,
    AgentPasswords,
    AgentSessions,
    AgentWorkloads,
    Bootstrap,
    PasswordResets,
    ServiceAccounts,
    SignInLinks,
  ],
})
export class AgentsModule {}
