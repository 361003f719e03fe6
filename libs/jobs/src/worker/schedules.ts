import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@rollcall/kernel';

import { JOB_CATALOGUE, SCHEDULED_JOB_NAMES, type ScheduledJobName } from '../catalogue.js';
import { JobQueues } from '../job-queues.js';
import { OutboxRepository } from '../outbox.repository.js';
import { warnSparingly } from '../warn-sparingly.js';
import { Sweeper } from './sweeper.js';

/** How often the schedules are checked. */
const LOOK_MS = 2_000;

/** A schedule that has not run for so many of its intervals is late. */
const LATE_INTERVALS = 3;

/**
 * Makes the schedules of the catalogue known to the queues again and again. A queue without its schedules is new, or
 * has lost everything, like a Redis that was emptied. Then the promised jobs are put on the queues again at once,
 * too.
 */
@Injectable()
export class Schedules implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly warnOfQueue = warnSparingly(new Logger(Schedules.name), 'The schedules could not be looked after');
  /** The next run of each schedule, as its last run announced it. */
  private readonly due = new Map<ScheduledJobName, number>();
  /** The next run of each schedule, as this process has made it; no run has announced it yet. */
  private readonly made = new Map<ScheduledJobName, number>();
  private startedAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly queues: JobQueues,
    private readonly outbox: OutboxRepository,
    private readonly sweeper: Sweeper,
  ) {}

  onApplicationBootstrap(): void {
    this.startedAt = this.clock.now().getTime();
    this.lookIn(0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  /** The scheduled jobs that have not run for three of their intervals since this process began to look. */
  late(): readonly ScheduledJobName[] {
    return SCHEDULED_JOB_NAMES.filter((name) => this.isLate(name, this.due.get(name)));
  }

  private lookIn(ms: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.looking = this.look()
        .catch(this.warnOfQueue)
        .then(() => {
          this.lookIn(LOOK_MS);
        });
    }, ms);
  }

  private async look(): Promise<void> {
    let isEmptied = false;
    for (const name of SCHEDULED_JOB_NAMES) {
      const next = (await this.queues.nextRun(name))?.getTime();
      // This process always sets it the first time, since another version may have used another interval.
      if (next === undefined || !this.made.has(name) || this.isLate(name, next)) await this.make(name);
      else if (next !== this.made.get(name)) this.due.set(name, next);
      isEmptied ||= next === undefined;
    }
    if (!isEmptied) return;
    await this.outbox.makeAllDue();
    this.sweeper.sweepSoon();
  }

  private async make(name: ScheduledJobName): Promise<void> {
    await this.queues.schedule(name);
    const next = await this.queues.nextRun(name);
    if (next) this.made.set(name, next.getTime());
  }

  /** Whether a run that was due at this time is late, counted from when this process began to look. */
  private isLate(name: ScheduledJobName, due = this.startedAt): boolean {
    const since = Math.max(due, this.startedAt);
    return this.clock.now().getTime() - since > LATE_INTERVALS * JOB_CATALOGUE[name].everyMs;
  }
}
