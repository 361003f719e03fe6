/**
 * How a request goes wrong.
 *
 * - `429` and `500`: nothing is executed, and Stripe says so; a 500 to a POST is remembered under its idempotency key.
 * - `nonsense`: nothing is executed; the answer is HTML with status 200.
 * - `silence`: nothing is executed and nothing is ever answered.
 * - `cut`: nothing is executed; the connection is reset.
 * - `lost`: executed and remembered, but the connection is reset before the answer.
 */
export type Trouble = 429 | 500 | 'nonsense' | 'silence' | 'cut' | 'lost';

/** The troubles of the next requests. */
export class Troubles {
  private how: Trouble | null = null;
  private left = 0;

  set(how: Trouble | null, times: number): void {
    this.how = how;
    this.left = times;
  }

  /** The trouble of the request that has just arrived, or null. */
  take(): Trouble | null {
    if (this.left === 0) return null;
    this.left--;
    return this.how;
  }
}
