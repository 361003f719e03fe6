import { setTimeout } from 'node:timers/promises';

import { type Child, startChild } from '../../child.js';
import { type Part, signal } from './part.js';
import { untilOk } from './ready.js';

export interface NodePartOptions {
  readonly name: string;
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The open file that gets its output. */
  readonly log: number;
  /** Where it says that it is alive; until then it may end because the database is away, and is started again. */
  readonly health?: string;
  /** Called when it ended and nobody had killed it. It is started again. */
  readonly onEnded: (how: string) => void;
}

const RESTART_MS = 500;

/** A program of Node as a part: api, worker, mail server or Stripe. */
export class NodePart implements Part {
  readonly name: string;
  private child: Child | undefined;
  private mayEnd = false;
  private listener: (message: unknown) => void = () => undefined;

  constructor(private readonly options: NodePartOptions) {
    this.name = options.name;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  start(): Promise<void> {
    const { name, program, environment, log, health, onEnded } = this.options;
    const child = startChild(name, program, environment, log);
    child.onMessage((message) => {
      this.listener(message);
    });
    this.child = child;
    this.mayEnd = false;
    let isUp = health === undefined;
    const ended = new AbortController();
    if (health !== undefined)
      void untilOk(health, ended.signal).then(
        () => (isUp = true),
        () => undefined,
      );
    void child.exited.then(() => {
      ended.abort();
    });
    void child.exited.then(async (how) => {
      if (this.child !== child || this.mayEnd) return;
      if (isUp || how !== 'code 1') onEnded(how);
      await setTimeout(RESTART_MS);
      if (this.child === child) await this.start();
    });
    return Promise.resolve();
  }

  async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    await child?.kill();
  }

  /** It may end from now on, and is not started again before it is told to. */
  expectEnd(): void {
    this.mayEnd = true;
  }

  pause(): void {
    if (this.pid) signal(this.pid, 'SIGSTOP');
  }

  resume(): void {
    if (this.pid) signal(this.pid, 'SIGCONT');
  }

  tell(message: string | object): void {
    this.child?.tell(message);
  }

  /** The next message of the program that passes. */
  async message<T>(passes: (message: unknown) => message is T): Promise<T> {
    return new Promise((resolve) => {
      this.listener = (message) => {
        if (passes(message)) resolve(message);
      };
    });
  }
}
