/** Cleanups that run at the end, the latest first. */
export class Cleanups {
  private readonly tasks: (() => Promise<unknown>)[] = [];

  add(task: () => Promise<unknown>): void {
    this.tasks.push(task);
  }

  /** Runs the cleanups one after the other. Prints a failure and goes on with the next. */
  async run(): Promise<void> {
    for (const task of this.tasks.toReversed()) await task().catch(console.error);
  }
}
