import { Counter, Histogram, Registry } from 'prom-client';

import { type GaugeDefinition, SampledGauge } from './sampled-gauge.js';

/**
 * All metrics of this process. Names and units follow Prometheus (https://prometheus.io/docs/practices/naming/). No label is called
 * `job` or `instance`, since Prometheus sets these itself.
 */
export const registry = new Registry();

const registers = [registry];
const sampled = <L extends string = never>(definition: GaugeDefinition<L>) => new SampledGauge<L>(registry, definition);

const FAST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Every request by its route, as `/api/v1/agents/{id}`, so that ids make no new series. */
export const httpRequests = new Histogram({
  name: 'rollcall_http_request_duration_seconds',
  help: 'Time from the arrival of a request until its answer was sent, by route; other: a path or method of no route',
  labelNames: ['method', 'route', 'status'],
  buckets: FAST_SECONDS,
  registers,
});

/** Requests that were refused, by the code of the failure: a closed list. */
export const httpFailures = new Counter({
  name: 'rollcall_http_failures_total',
  help: 'Requests that failed, by the code of the failure',
  labelNames: ['code'],
  registers,
});

/** Logins that were refused, by a password or by a link. */
export const failedLogins = new Counter({
  name: 'rollcall_failed_logins_total',
  help: 'Logins that were refused',
  registers,
});

/** The pool of this process. */
export const databaseConnections = sampled<'state'>({
  name: 'rollcall_database_connections',
  help: 'Connections of this process to the database, by state: used, idle',
  labelNames: ['state'],
});

/** What waits for the pool of this process. */
export const databaseWaiting = sampled({
  name: 'rollcall_database_waiting',
  help: 'How much work of this process waits for a connection to the database',
});

/** What queues have to do. All workers tell the same. */
export const promisedJobs = sampled<'queue' | 'state'>({
  name: 'rollcall_jobs',
  help: 'Jobs that were promised and are not done, by queue and state: waiting, running, failed (for good); the same from every worker',
  labelNames: ['queue', 'state'],
});

/** How long the oldest job waits. All workers tell the same. */
export const oldestJobAge = sampled<'queue'>({
  name: 'rollcall_oldest_job_age_seconds',
  help: 'Age of the oldest job of a queue that waits or runs, 0 when there is none; the same from every worker',
  labelNames: ['queue'],
});

/** How late the sweeper is. All workers tell the same. */
export const outboxLag = sampled({
  name: 'rollcall_outbox_lag_seconds',
  help: 'For how long the oldest promised job has been due to be put on its queue, 0 when none is; the same from every worker',
});

/** Schedules that do not run. */
export const lateSchedules = sampled<'name'>({
  name: 'rollcall_late_schedules',
  help: 'Scheduled jobs that have not run for three of their intervals, with 1 each',
  labelNames: ['name'],
});

/** Runs of jobs. */
export const jobRuns = new Histogram({
  name: 'rollcall_job_duration_seconds',
  help: 'Time of an attempt at a job, by its outcome: done, retried, failed (for good)',
  labelNames: ['name', 'outcome'],
  buckets: [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30],
  registers,
});

/** What mail servers did with mails. */
export const mails = new Counter({
  name: 'rollcall_mails_total',
  help: 'Attempts to send a mail, by outcome: sent, retried, refused (for good)',
  labelNames: ['outcome'],
  registers,
});

/** What receivers did with events. */
export const webhookAttempts = new Histogram({
  name: 'rollcall_webhook_duration_seconds',
  help: 'Time of an attempt to deliver an event to a webhook, by what the delivery is then: delivered, pending (it is tried again), failed (for good)',
  labelNames: ['outcome'],
  buckets: FAST_SECONDS,
  registers,
});

/** How far the chain of the activity log is behind. All workers tell the same. */
export const sealingLag = sampled({
  name: 'rollcall_activity_sealing_lag_seconds',
  help: 'Age of the oldest entry of the activity log that is not sealed, 0 when there is none; the same from every worker',
});

/** Imports that are kept. All workers tell the same. */
export const imports = sampled<'status'>({
  name: 'rollcall_imports',
  help: 'Imports that are kept, by status; the same from every worker',
  labelNames: ['status'],
});

/** Which version this is. */
export const buildInfo = sampled<'version'>({
  name: 'rollcall_build_info',
  help: 'Always 1; the version is what ROLLCALL_VERSION says',
  labelNames: ['version'],
});
