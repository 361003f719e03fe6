import { useEffect, useState } from 'react';

/** How long somebody may think between two letters before what they typed is asked for, in milliseconds. */
const PAUSE_MS = 200;

/** What is typed, once the typing pauses. */
export function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const pause = setTimeout(() => {
      setSettled(typed);
    }, PAUSE_MS);
    return () => {
      clearTimeout(pause);
    };
  }, [typed]);
  return settled;
}
