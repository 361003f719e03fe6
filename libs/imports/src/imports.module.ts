import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgentsModule } from '@rollcall/agents';
import { CredentialsModule } from '@rollcall/auth';
import { EventsModule } from '@rollcall/events';
import { JobsModule } from '@rollcall/jobs';

import { AgentImportEntity } from './agent-import.entity.js';
import { ImportEnds } from './import-ends.js';
import { ImportRowEntity } from './import-row.entity.js';
import { ImportRunner } from './import-runner.js';
import { Imports } from './imports.service.js';
import { ImportsRepository } from './imports.repository.js';

/** Files of agents that are brought in. */
@Module({
  imports: [
    TypeOrmModule.forFeature([AgentImportEntity, ImportRowEntity]),
    AgentsModule,
    CredentialsModule,
    EventsModule,
    JobsModule,
  ],
  providers: [Imports, ImportEnds, ImportRunner, ImportsRepository],
  exports: [Imports, ImportRunner],
})
export class ImportsModule {}
