import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@rollcall/kernel';

import { JOB_CATALOGUE, SCHEDULED_JOB_NAMES, type ScheduledJobName } from '../catalogue.js';
import { JobQueues } from '../job-queues.js';
import { OutboxRepository } from '../outbox.repository.js';
import { warnSparingly } from '../warn-sparingly.js';
import { Sweeper } from './sweeper.js';

/** How often the schedules are looked after. */
const LOOK_MS = 2_000;

/** A schedule that has not run for so many of its intervals is late. */
const LATE_INTERVALS = 3;

/**
 * Keeps the schedules of the catalogue known to the queues. A queue without its schedules is new, or has lost everything, as
 * an emptied Redis has: then the jobs that were promised are put on the queues again at once, too.
 */
@Injectable()
export class Schedules implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly warnOfQueue = warnSparingly(new Logger(Schedules.name), 'The schedules could not be looked after');
  /** The next run of each schedule that its last run announced. */
  private readonly due = new Map<ScheduledJobName, number>();
  /** The next run of each schedule as this process has made it last; no run has announced that. */
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

  /** The scheduled jobs that have not run for three of their intervals, as far as this process has been there to see. */
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
      // The first time in any case, since another version may have kept another interval.
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
