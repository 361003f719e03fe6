import { Injectable } from '@nestjs/common';
import { ActivitySealer } from '@rollcall/activity';
import { HandlesJob, type JobHandler } from '@rollcall/jobs';

/** Puts new entries of the activity log into their chain; what one run leaves, the next does. */
@Injectable()
@HandlesJob('activity-seal')
export class ActivitySealHandler implements JobHandler<'activity-seal'> {
  constructor(private readonly sealer: ActivitySealer) {}

  async handle(): Promise<void> {
    await this.sealer.seal();
  }
}
