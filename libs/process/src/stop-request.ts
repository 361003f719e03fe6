const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Calls `stop` once, with the reason, when the process is told to leave: by a signal, or by the end of a parent that
 * holds a channel to it. Further signals change nothing: a terminal sends one to parent and child alike.
 */
export function onStopRequest(stop: (reason: string) => void): void {
  let requested = false;
  const request = (reason: string): void => {
    if (requested) return;
    requested = true;
    stop(reason);
  };
  for (const signal of SIGNALS)
    process.on(signal, () => {
      request(signal);
    });
  if (process.send)
    process.on('disconnect', () => {
      request('the parent process is gone');
    });
}
