/** @throws Error that says which setting to change when the port is taken; any other error is thrown as it is */
export function explainTakenPort(
  error: unknown,
  setting: 'PORT' | 'WORKER_PORT' | 'METRICS_PORT' | 'WORKER_METRICS_PORT',
  host: string,
  port: number,
): never {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
  throw new Error(`the port ${port} on ${host} is taken: stop what listens there or set ${setting} to another`, {
    cause: error,
  });
}
