import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { RateLimitEntity } from './rate-limit.entity.js';
import { RateLimits } from './rate-limits.js';

/** Counts uses for all replicas together. */
@Module({
  imports: [TypeOrmModule.forFeature([RateLimitEntity])],
  providers: [RateLimits],
  exports: [RateLimits],
})
export class LimitsModule {}
