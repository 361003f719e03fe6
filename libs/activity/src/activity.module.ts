import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { ActivityEntity } from './activity.entity.js';
import { ActivityLog } from './activity-log.js';

@Module({
  imports: [TypeOrmModule.forFeature([ActivityEntity])],
  providers: [ActivityLog],
  exports: [ActivityLog],
})
export class ActivityModule {}
