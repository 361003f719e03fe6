import { type ReactNode, useEffect, useState } from 'react';

import { timeLeft } from './time-left.js';

/** How long it is until then, second by second; nothing once it is past. */
export function Countdown({
  until,
  children,
}: {
  readonly until: string;
  readonly children: (left: string) => ReactNode;
}) {
  const [now, setNow] = useState(() => Date.now());
  const left = Date.parse(until) - now;
  const isOver = left <= 0;
  useEffect(() => {
    if (isOver) return;
    const clock = setInterval(() => {
      setNow(Date.now());
    }, 1_000);
    return () => {
      clearInterval(clock);
    };
  }, [isOver]);
  return isOver ? null : children(timeLeft(left));
}
