import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActivityModule } from '@rollcall/activity';
import { CredentialsModule } from '@rollcall/auth';
import { type Config, ConfigModule } from '@rollcall/config';
import { DatabaseModule } from '@rollcall/database';

import { AdminReset } from './admin-reset.service.js';
import { AgentEntity } from './agent.entity.js';
import { AgentsRepository } from './agents.repository.js';

/** The parts that a reset of the admin's credentials needs: the database, and neither queues nor mail. */
@Module({})
export class AdminResetModule {
  static with(config: Config): DynamicModule {
    return {
      module: AdminResetModule,
      imports: [
        ConfigModule.with(config),
        DatabaseModule,
        TypeOrmModule.forFeature([AgentEntity]),
        ActivityModule,
        CredentialsModule,
      ],
      providers: [AdminReset, AgentsRepository],
    };
  }
}
