import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { ActivityChainEntity } from './activity-chain.entity.js';
import { ActivityEntity } from './activity.entity.js';
import { ActivityLogReader } from './activity-log-reader.js';
import { ActivityLog } from './activity-log.js';
import { ActivitySealer } from './activity-sealer.js';

@Module({
  imports: [TypeOrmModule.forFeature([ActivityChainEntity, ActivityEntity])],
  providers: [ActivityLogReader, ActivityLog, ActivitySealer],
  exports: [ActivityLogReader, ActivityLog, ActivitySealer],
})
export class ActivityModule {}
