/** The first SIGINT, SIGTERM or SIGHUP of this process aborts it; further signals change nothing. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  // A terminal's Ctrl-C arrives twice under npm, from the terminal and from npm: the second must not cut the stop short.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      controller.abort();
    });
  return controller.signal;
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
