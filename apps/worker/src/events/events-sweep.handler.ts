import { Injectable } from '@nestjs/common';
import { EventFeed } from '@rollcall/events';
import { HandlesJob, type JobHandler } from '@rollcall/jobs';

/** Removes events that were kept for long enough. */
@Injectable()
@HandlesJob('events-sweep')
export class EventsSweepHandler implements JobHandler<'events-sweep'> {
  constructor(private readonly feed: EventFeed) {}

  async handle(): Promise<void> {
    await this.feed.sweep();
  }
}
