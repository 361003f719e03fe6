const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Calls `stop` once, with the reason, when the process is told to stop: by a signal, or by the end of a parent that
 * has a channel to it. Further signals are ignored, since a terminal sends one to the parent and to the child.
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
