import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActivityModule } from '@rollcall/activity';
import { CredentialsModule } from '@rollcall/auth';
import { BillingModule } from '@rollcall/billing';
import { MailModule } from '@rollcall/mail';
import { RolesModule } from '@rollcall/roles';
import { TeamsModule } from '@rollcall/teams';

import { AgentAvailability } from './agent-availability.service.js';
import { AgentCredentials } from './agent-credentials.service.js';
import { AgentDirectory } from './agent-directory.service.js';
import { AgentEntity } from './agent.entity.js';
import { AgentsRepository } from './agents.repository.js';
import { Agents } from './agents.service.js';
import { Bootstrap } from './bootstrap.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([AgentEntity]),
    ActivityModule,
    BillingModule,
    CredentialsModule,
    MailModule,
    RolesModule,
    TeamsModule,
  ],
  providers: [Agents, AgentAvailability, AgentCredentials, AgentDirectory, AgentsRepository, Bootstrap],
  exports: [Agents, AgentAvailability, AgentCredentials, AgentDirectory, Bootstrap],
})
export class AgentsModule {}
