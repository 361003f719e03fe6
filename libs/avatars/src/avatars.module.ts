import { Module } from '@nestjs/common';
import { AgentsModule } from '@rollcall/agents';
import { StorageModule } from '@rollcall/storage';

import { Avatars } from './avatars.service.js';

/** The pictures of agents. */
@Module({ imports: [AgentsModule, StorageModule], providers: [Avatars], exports: [Avatars] })
export class AvatarsModule {}
