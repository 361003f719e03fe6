import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '@rollcall/jobs';
import { ProvisioningRequests } from '@rollcall/provisioning';

/** Removes requests of identity providers that were kept for long enough. */
@Injectable()
@HandlesJob('provisioning-sweep')
export class ProvisioningSweepHandler implements JobHandler<'provisioning-sweep'> {
  constructor(private readonly requests: ProvisioningRequests) {}

  async handle(): Promise<void> {
    await this.requests.sweep();
  }
}
