import { Module } from '@nestjs/common';
import { ProvisioningModule } from '@rollcall/provisioning';

import { DiscoveryController } from './discovery/discovery.controller.js';
import { UnsupportedController } from './discovery/unsupported.controller.js';
import { ScimGroupsController } from './groups/groups.controller.js';
import { GroupsPresenter } from './groups/groups.presenter.js';
import { RequestRecorder } from './requests/request-recorder.js';
import { ScimBase } from './scim-base.js';
import { ScimUsersController } from './users/users.controller.js';
import { UsersPresenter } from './users/users.presenter.js';

/** The window for identity providers. */
@Module({
  imports: [ProvisioningModule],
  controllers: [DiscoveryController, UnsupportedController, ScimUsersController, ScimGroupsController],
  providers: [GroupsPresenter, RequestRecorder, ScimBase, UsersPresenter],
})
export class ScimModule {}
