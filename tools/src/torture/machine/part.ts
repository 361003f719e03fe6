/** A process of a run that is killed, stopped and started again. */
export interface Part {
  readonly name: string;
  /** Of the running process, or of the one that ran last. */
  readonly pid: number;
  /** Starts it, and returns once it runs; whether it is of use by then is another matter. */
  start(): Promise<void>;
  /** Ends it by SIGKILL, also when it is stopped, and returns once it is gone. */
  kill(): Promise<void>;
  /** SIGSTOP: it stays as it is, with its connections, until {@link resume}. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
}

/** Sends a signal to a process that may be gone already. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
