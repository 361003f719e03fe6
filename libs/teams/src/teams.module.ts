import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActivityModule } from '@rollcall/activity';

import { TeamEntity } from './team.entity.js';
import { TeamsRepository } from './teams.repository.js';
import { Teams } from './teams.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([TeamEntity]), ActivityModule],
  providers: [Teams, TeamsRepository],
  exports: [Teams],
})
export class TeamsModule {}
