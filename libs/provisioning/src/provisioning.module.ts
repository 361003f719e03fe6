import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActivityModule } from '@rollcall/activity';
import { AgentsModule } from '@rollcall/agents';
import { CredentialsModule } from '@rollcall/auth';
import { RolesModule } from '@rollcall/roles';
import { TeamsModule } from '@rollcall/teams';

import { AgentExternalIdEntity } from './agent-external-id.entity.js';
import { GroupRoleEntity } from './group-role.entity.js';
import { GroupRoles } from './group-roles.service.js';
import { ProvisionedAgentEntity } from './provisioned-agent.entity.js';
import { ProvisionedGroupsRepository } from './provisioned-groups.repository.js';
import { ProvisionedGroups } from './provisioned-groups.service.js';
import { ProvisionedUsersRepository } from './provisioned-users.repository.js';
import { ProvisionedUsers } from './provisioned-users.service.js';
import { ProvisioningRequestEntity } from './provisioning-request.entity.js';
import { ProvisioningRequests } from './provisioning-requests.service.js';
import { TeamExternalIdEntity } from './team-external-id.entity.js';

/** Agents and teams as an identity provider keeps them. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      ProvisionedAgentEntity,
      AgentExternalIdEntity,
      TeamExternalIdEntity,
      GroupRoleEntity,
      ProvisioningRequestEntity,
    ]),
    ActivityModule,
    AgentsModule,
    CredentialsModule,
    RolesModule,
    TeamsModule,
  ],
  providers: [
    GroupRoles,
    ProvisionedGroups,
    ProvisionedGroupsRepository,
    ProvisionedUsers,
    ProvisionedUsersRepository,
    ProvisioningRequests,
  ],
  exports: [GroupRoles, ProvisionedGroups, ProvisionedUsers, ProvisioningRequests],
})
export class ProvisioningModule {}
