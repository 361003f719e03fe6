import {
  ConnectionClosedError,
  type ConnectionOptions,
  type IQueueBackend,
  type Job,
  type JobProgress,
  type RedisQueueBackend,
  Worker,
} from 'bullmq';

/**
 * A BullMQ worker that pauses for its `runRetryDelay` after each look for a job that failed. BullMQ pauses only when
 * a connection is refused or closed. After any other failure it looks again at once, however often it fails.
 */
export class PatientWorker<
  Backend extends IQueueBackend = RedisQueueBackend,
  Connection = ConnectionOptions,
> extends Worker<unknown, unknown, string, Backend, JobProgress, Connection> {
  protected override async moveToActive(token: string, name?: string): Promise<Job<unknown, unknown>> {
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      if (!this.closing) this.emit('error', error instanceof Error ? error : new Error(String(error)));
      throw new ConnectionClosedError('The queue did not answer', error);
    }
  }
}
