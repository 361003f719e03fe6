import { openQueue, type QueuePlace } from './bullmq.js';

/** Puts jobs on the queue of mails, as the api does. */
export interface MailQueue {
  /** Nothing waits for it. */
  add(name: string, jobId: string): void;
}

/** The queue of mails. */
export function openMailQueue(place: QueuePlace): MailQueue {
  const queue = openQueue('mail', place);
  const options = {
    attempts: 13,
    backoff: { type: 'exponential', delay: 2_000, jitter: 0.5 },
    removeOnComplete: true,
    removeOnFail: true,
  };
  return {
    add: (name, jobId) => {
      queue.add(name, {}, { ...options, jobId }).catch(console.error);
    },
  };
}
