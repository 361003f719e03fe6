import { Injectable } from '@nestjs/common';
import { ActivitySealer } from '@rollcall/activity';
import { HandlesJob, type JobHandler } from '@rollcall/jobs';

/** Seals new entries of the activity log. The next run seals what one run leaves. */
@Injectable()
@HandlesJob('activity-seal')
export class ActivitySealHandler implements JobHandler<'activity-seal'> {
  constructor(private readonly sealer: ActivitySealer) {}

  async handle(): Promise<void> {
    await this.sealer.seal();
  }
}
