import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

import { Logger } from '@nestjs/common';
import { PLACE_IN_GROUP } from '@rollcall/config';

/** A process that ends again and again is not started more often than this. */
const RESTART_DELAY_MS = 1_000;

/**
 * Several processes of this program that serve one port, by Node's `cluster` (https://nodejs.org/api/cluster.html).
 * When a process ends, another is started.
 *
 * Each process accepts connections itself. By the default policy the first process would accept them and pass them
 * on. Then a connection that it passes to a process that was just killed is neither served nor closed.
 */
export class ProcessGroup {
  private readonly logger = new Logger(ProcessGroup.name);
  private readonly members = new Set<Worker>();
  private readonly closing = new AbortController();

  private constructor(private readonly size: number) {}

  /**
   * Starts one process, and the others when it listens. So a failure to start is reported once, and the first start
   * of a new installation is over before the others begin.
   * @throws StartRefused when the first process ends before it listens; it has printed the reason
   */
  static async start(size: number): Promise<ProcessGroup> {
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    const group = new ProcessGroup(size);
    const first = group.add(1);
    const listens = await Promise.race([
      once(first, 'listening').then(() => true),
      once(first, 'exit').then(() => false),
    ]);
    if (!listens) throw new StartRefused();
    group.replaceWhenItEnds(first, 1);
    for (let place = 2; place <= size; place++) group.replaceWhenItEnds(group.add(place), place);
    group.logger.log({ processes: size }, 'Serving');
    return group;
  }

  /**
   * Tells all processes to finish what is under way, and waits until they have ended. From then on none is replaced.
   */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(
      [...this.members].map(async (member) => {
        const ended = once(member, 'exit');
        member.process.kill('SIGTERM');
        await ended;
      }),
    );
  }

  private add(place: number): Worker {
    const member = cluster.fork({ [PLACE_IN_GROUP]: String(place) });
    this.members.add(member);
    member.once('exit', () => this.members.delete(member));
    // A process that could not be started at all has no exit.
    member.once('error', (error) => {
      this.logger.error({ err: error }, 'A process could not be started');
      member.emit('exit', 1, null);
    });
    return member;
  }

  private replaceWhenItEnds(member: Worker, place: number): void {
    member.once('exit', (code, signal) => {
      if (this.closing.signal.aborted) return;
      this.logger.warn(
        `A process ended (${signal ? `by ${signal}` : `with code ${code}`}); of ${this.size} there are ${this.members.size}, and another is started`,
      );
      void this.replace(place);
    });
  }

  private async replace(place: number): Promise<void> {
    await setTimeout(RESTART_DELAY_MS, undefined, { signal: this.closing.signal }).catch(() => undefined);
    if (!this.closing.signal.aborted) this.replaceWhenItEnds(this.add(place), place);
  }
}

/** The first process did not start and has printed the reason. */
export class StartRefused extends Error {}
