export const jobs = {
  title: 'Jobs',
  job: 'Job',
  states: { failed: 'Failed', waiting: 'Waiting', running: 'Running' },
  promised: 'Promised',
  failedAt: 'Failed',
  about: 'What it is about',
  retry: 'Retry',
  retryAll: 'Retry all that failed',
  retried: (count: number) => (count === 1 ? '1 job is done again' : `${count} jobs are done again`),
  none: {
    all: 'All is done',
    failed: 'No job has failed for good',
    waiting: 'No job waits',
    running: 'No job runs',
  },
  older: 'Show older jobs',
};
