const DAY_S = 24 * 60 * 60;

/** A duration in milliseconds, as a clock shows it: `2 d 03:04:05`, `3:04:05` or `4:05`. Rounded up to seconds. */
export function timeLeft(ms: number): string {
  const total = Math.max(0, Math.ceil(ms / 1_000));
  const days = Math.floor(total / DAY_S);
  const hours = Math.floor((total % DAY_S) / 3_600);
  const minutes = Math.floor((total % 3_600) / 60);
  const two = (number: number) => String(number).padStart(2, '0');
  const clock = `${two(minutes)}:${two(total % 60)}`;
  if (days > 0) return `${days} d ${two(hours)}:${clock}`;
  return hours > 0 ? `${hours}:${clock}` : `${minutes}:${two(total % 60)}`;
}
