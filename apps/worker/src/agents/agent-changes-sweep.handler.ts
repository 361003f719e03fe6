import { Injectable } from '@nestjs/common';
import { AgentFeed } from '@rollcall/agents';
import { HandlesJob, type JobHandler } from '@rollcall/jobs';

/** Removes the changes of agents that are too old to be told. */
@Injectable()
@HandlesJob('agent-changes-sweep')
export class AgentChangesSweepHandler implements JobHandler<'agent-changes-sweep'> {
  constructor(private readonly feed: AgentFeed) {}

  async handle(): Promise<void> {
    await this.feed.sweep();
  }
}
