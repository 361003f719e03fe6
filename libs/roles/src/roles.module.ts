import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActivityModule } from '@rollcall/activity';

import { RoleEntity } from './role.entity.js';
import { RolesRepository } from './roles.repository.js';
import { Roles } from './roles.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([RoleEntity]), ActivityModule],
  providers: [Roles, RolesRepository],
  exports: [Roles],
})
export class RolesModule {}
