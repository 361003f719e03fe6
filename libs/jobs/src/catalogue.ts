/** What JSON can carry without loss. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** `T` when JSON carries every value of it, otherwise `never`: a Date or an optional field in a payload is refused. */
type JsonSafe<T> = { readonly [K in keyof T]: T[K] extends Json ? T[K] : never };

/**
 * For how long one job of long work goes on, in milliseconds. Then the next job takes over, so that a worker that is to end does not
 * wait for long.
 */
export const HAND_OVER_MS = 3_000;

/** The closed list of jobs and their payloads: ids, never secrets or texts. */
export interface JobPayloads {
  /** Sends a queued mail, whatever it is about. */
  'send-mail': { readonly mailId: number };
  /** Takes agents that have gone quiet offline. */
  'agents-offline': Record<string, never>;
  /** Removes the changes of agents that are too old to be told. */
  'agent-changes-sweep': Record<string, never>;
  /** Looks up the agent of a password reset, and queues the mail if there is one. */
  'password-reset': { readonly resetId: number };
  /** Deletes the files that nothing names. */
  'files-sweep': Record<string, never>;
  /** Removes the answers that were kept for retries for long enough. */
  'idempotency-sweep': Record<string, never>;
  /** Brings in the next rows of a file of agents. */
  'agents-import': { readonly importId: number };
  /** Removes events that were kept for long enough. */
  'events-sweep': Record<string, never>;
  /** Gives what happened to webhooks. */
  'webhooks-dispatch': Record<string, never>;
  /** Sends a webhook what is due. */
  'webhook-deliver': { readonly webhookId: number };
  /** Does the same for a webhook that took nothing last time: after those that do. */
  'webhook-retry': { readonly webhookId: number };
  /** Makes a bulk change of agents for the next ones. */
  'agents-bulk-change': { readonly bulkChangeId: number };
  /** Removes requests of identity providers that were kept for long enough. */
  'provisioning-sweep': Record<string, never>;
  /** Removes imports and bulk changes that were kept for long enough. */
  'imports-sweep': Record<string, never>;
  /** Removes mails and events of Stripe that were kept for long enough, and sessions that have ended. */
  'old-rows-sweep': Record<string, never>;
  /** Puts the entries of the activity log into their chain. */
  'activity-seal': Record<string, never>;
  /** Renews the billing accounts whose cycle has ended. */
  'credits-refresh': Record<string, never>;
  /** Brings one billing account in line with Stripe. */
  'billing-sync': { readonly agentId: number };
  /** Syncs the billing accounts with Stripe that nothing else has synced. */
  'billing-reconciliation': Record<string, never>;
}

export type JobName = keyof JobPayloads;

/** The payload of one job, if JSON can carry it. */
export type JobPayload<N extends JobName> = JsonSafe<JobPayloads[N]>;

export type QueueName = 'mail' | 'agents' | 'billing' | 'stripe' | 'webhooks';

/** How a job runs that somebody requests. */
export interface RequestedJob {
  readonly queue: QueueName;
  /** How often the job is tried before it has failed for good. */
  readonly attempts: number;
  /** The wait before the second attempt. It doubles with each further attempt, less a random part of up to half. */
  readonly backoffMs: number;
  /** Jobs with a number wait for those of their queue that have none. */
  readonly priority?: number;
}

interface ScheduledJob {
  readonly queue: QueueName;
  /** The job runs at this interval, once for all workers. Nobody requests it. */
  readonly everyMs: number;
}

export type JobDefinition = RequestedJob | ScheduledJob;

/** How each job of the list runs. Thirteen attempts from two seconds on take between one hour and a little more than two. */
export const JOB_CATALOGUE = {
  'send-mail': { queue: 'mail', attempts: 13, backoffMs: 2_000 },
  'agents-offline': { queue: 'agents', everyMs: 60_000 },
  'agent-changes-sweep': { queue: 'agents', everyMs: 600_000 },
  'password-reset': { queue: 'mail', attempts: 13, backoffMs: 2_000 },
  'activity-seal': { queue: 'agents', everyMs: 5_000 },
  'files-sweep': { queue: 'agents', everyMs: 600_000 },
  'idempotency-sweep': { queue: 'agents', everyMs: 600_000 },
  'agents-import': { queue: 'agents', attempts: 13, backoffMs: 2_000 },
  'events-sweep': { queue: 'agents', everyMs: 3_600_000 },
  'agents-bulk-change': { queue: 'agents', attempts: 13, backoffMs: 2_000 },
  'webhooks-dispatch': { queue: 'agents', everyMs: 2_000 },
  'webhook-deliver': { queue: 'webhooks', attempts: 3, backoffMs: 2_000 },
  'webhook-retry': { queue: 'webhooks', attempts: 3, backoffMs: 2_000, priority: 1 },
  'imports-sweep': { queue: 'agents', everyMs: 3_600_000 },
  'old-rows-sweep': { queue: 'agents', everyMs: 3_600_000 },
  'provisioning-sweep': { queue: 'agents', everyMs: 3_600_000 },
  'credits-refresh': { queue: 'billing', everyMs: 60_000 },
  'billing-sync': { queue: 'stripe', attempts: 13, backoffMs: 2_000 },
  'billing-reconciliation': { queue: 'stripe', everyMs: 60_000 },
} as const satisfies Record<JobName, JobDefinition>;

/** The names of jobs in earlier versions: rows with these names may still exist, and old processes may still write them. */
const FORMER_NAMES = new Map<string, JobName>([
  ['welcome-email', 'send-mail'],
  ['password-email', 'send-mail'],
]);

/** The jobs somebody requests through the outbox, as opposed to those that run on a schedule. */
export type RequestedJobName = {
  [N in JobName]: (typeof JOB_CATALOGUE)[N] extends RequestedJob ? N : never;
}[JobName];

/** The jobs that run on a schedule. */
export type ScheduledJobName = Exclude<JobName, RequestedJobName>;

export const JOB_NAMES = Object.keys(JOB_CATALOGUE).filter(isJobName);

export const QUEUE_NAMES: readonly QueueName[] = [...new Set(Object.values(JOB_CATALOGUE).map((job) => job.queue))];

function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOB_CATALOGUE, name);
}

/** The job with this name, now or in an earlier version; undefined for a job of a later version. */
export function jobNamed(name: string): JobName | undefined {
  return isJobName(name) ? name : FORMER_NAMES.get(name);
}

/** The names of all jobs of a queue, those of earlier versions included. */
export function namesOfQueue(queue: QueueName): string[] {
  return [...JOB_NAMES, ...FORMER_NAMES.keys()].filter((name) => queueOf(name) === queue);
}

/** The queue of a job by its name; null when this version does not know the job. */
export function queueOf(name: string): QueueName | null {
  const known = jobNamed(name);
  return known ? JOB_CATALOGUE[known].queue : null;
}

export const SCHEDULED_JOB_NAMES = JOB_NAMES.filter(isScheduledJobName);

/** Whether the job is one that somebody requests. */
export function isRequestedJobName(name: JobName): name is RequestedJobName {
  return isRequestedJob(JOB_CATALOGUE[name]);
}

export function isRequestedJob(job: JobDefinition): job is RequestedJob {
  return 'attempts' in job;
}

function isScheduledJobName(name: JobName): name is ScheduledJobName {
  return !isRequestedJob(JOB_CATALOGUE[name]);
}
