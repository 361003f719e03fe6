import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgentsModule } from '@rollcall/agents';
import { CredentialsModule } from '@rollcall/auth';
import { EventsModule } from '@rollcall/events';
import { JobsModule } from '@rollcall/jobs';

import { AgentImportEntity } from './agent-import.entity.js';
import { BulkChangeAgentEntity } from './bulk/bulk-change-agent.entity.js';
import { BulkChangeEntity } from './bulk/bulk-change.entity.js';
import { BulkChanges } from './bulk/bulk-changes.service.js';
import { BulkChangesRepository } from './bulk/bulk-changes.repository.js';
import { BulkRunner } from './bulk/bulk-runner.js';
import { ImportEnds } from './import-ends.js';
import { ImportRowEntity } from './import-row.entity.js';
import { ImportRunner } from './import-runner.js';
import { Imports } from './imports.service.js';
import { ImportsRepository } from './imports.repository.js';
import { WorkRunner } from './work/work-runner.js';

/** Files of agents that are brought in, and changes of many agents at once. */
@Module({
  imports: [
    TypeOrmModule.forFeature([AgentImportEntity, ImportRowEntity, BulkChangeEntity, BulkChangeAgentEntity]),
    AgentsModule,
    CredentialsModule,
    EventsModule,
    JobsModule,
  ],
  providers: [
    Imports,
    ImportEnds,
    ImportRunner,
    ImportsRepository,
    BulkChanges,
    BulkRunner,
    BulkChangesRepository,
    WorkRunner,
  ],
  exports: [Imports, ImportRunner, BulkChanges, BulkRunner],
})
export class ImportsModule {}
