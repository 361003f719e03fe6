import { Injectable, Logger } from '@nestjs/common';
import { AgentAvailability } from '@rollcall/agents';
import { HandlesJob, type JobHandler } from '@rollcall/jobs';

/** Takes agents that have gone quiet offline. */
@Injectable()
@HandlesJob('agents-offline')
export class AgentsOfflineHandler implements JobHandler<'agents-offline'> {
  private readonly logger = new Logger(AgentsOfflineHandler.name);

  constructor(private readonly availability: AgentAvailability) {}

  async handle(): Promise<void> {
    const count = await this.availability.takeQuietOffline();
    if (count > 0) this.logger.log({ count }, 'Agents that had gone quiet are offline now');
  }
}
