/** What is to be undone at the end, the latest first. */
export class Cleanups {
  private readonly tasks: (() => Promise<unknown>)[] = [];

  add(task: () => Promise<unknown>): void {
    this.tasks.push(task);
  }

  /** Runs them one after the other, further ones also after a failure, which is only printed. */
  async run(): Promise<void> {
    for (const task of this.tasks.toReversed()) await task().catch(console.error);
  }
}
