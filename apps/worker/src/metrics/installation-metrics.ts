import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ActivitySealer } from '@rollcall/activity';
import { Imports } from '@rollcall/imports';
import { JOB_STATES, OutboxRepository, PromisedJobs, Schedules } from '@rollcall/jobs';
import { Clock } from '@rollcall/kernel';
import { imports, lateSchedules, oldestJobAge, outboxLag, promisedJobs, sealingLag } from '@rollcall/observability';

/** Tells the metrics what the database knows, which is the same whichever worker tells it. */
@Injectable()
export class InstallationMetrics implements OnApplicationBootstrap {
  constructor(
    private readonly clock: Clock,
    private readonly promised: PromisedJobs,
    private readonly outbox: OutboxRepository,
    private readonly schedules: Schedules,
    private readonly sealer: ActivitySealer,
    private readonly imports: Imports,
  ) {}

  onApplicationBootstrap(): void {
    promisedJobs.readBy(async (gauge) => {
      for (const { queue, ...counts } of await this.promised.queues())
        for (const state of JOB_STATES) gauge.set({ queue, state }, counts[state]);
    });
    oldestJobAge.readBy(async (gauge) => {
      for (const { queue, oldestAt } of await this.promised.queues()) gauge.set({ queue }, this.secondsSince(oldestAt));
    });
    outboxLag.readBy(async (gauge) => {
      gauge.set((await this.outbox.msOverdue()) / 1_000);
    });
    lateSchedules.readBy((gauge) => {
      for (const name of this.schedules.late()) gauge.set({ name }, 1);
    });
    sealingLag.readBy(async (gauge) => {
      gauge.set(this.secondsSince(await this.sealer.oldestUnsealed()));
    });
    imports.readBy(async (gauge) => {
      for (const { status, count } of await this.imports.countByStatus()) gauge.set({ status }, count);
    });
  }

  private secondsSince(time: Date | null): number {
    return time ? Math.max(this.clock.now().getTime() - time.getTime(), 0) / 1_000 : 0;
  }
}
