import { randomInt } from 'node:crypto';

const FIRST_RETRY_MS = 5_000;

/** How long to wait after so many failures before: it doubles up to `most`, less a random part of up to half. */
export function retryDelay(failuresBefore: number, most: number): number {
  const whole = Math.min(FIRST_RETRY_MS * 2 ** Math.min(failuresBefore, 20), most);
  return whole - randomInt(Math.floor(whole / 2));
}
