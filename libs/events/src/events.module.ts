import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { EventEntity } from './event.entity.js';
import { EventFeedEntity } from './event-feed.entity.js';
import { EventFeed } from './event-feed.js';
import { Events } from './events.service.js';

/** What other systems are told of. */
@Module({
  imports: [TypeOrmModule.forFeature([EventEntity, EventFeedEntity])],
  providers: [EventFeed, Events],
  exports: [EventFeed, Events],
})
export class EventsModule {}
