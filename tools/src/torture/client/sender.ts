import { setTimeout } from 'node:timers/promises';

import type { Door } from '../machine/machine.js';
import type { Tally } from '../tally.js';

/** A request, which is sent again until it is answered. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The answer to a request. */
export interface Answer {
  readonly status: number;
  /** What is below `data` in the answer of a window. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Longer than this, no request may go without an answer. */
export const PATIENCE_MS = 10_000;

const [FIRST_PAUSE_MS, MAX_PAUSE_MS] = [50, 1_000];

/** Sends requests to the apis in turns, as a balancer would, and counts what comes back. */
export class Sender {
  private turn = 0;

  constructor(
    private readonly doors: readonly Door[],
    private readonly tally: Tally,
  ) {}

  /**
   * Sends it until it is answered otherwise than by a 5xx, 429, 408 or "still being served", each time to the next api, or always to
   * the same one. Undefined when the run is over before.
   */
  async untilAnswered(call: Call, over: AbortSignal, door?: Door): Promise<Answer | undefined> {
    for (let pause = FIRST_PAUSE_MS; !over.aborted; pause = Math.min(2 * pause, MAX_PAUSE_MS)) {
      const answer = await this.send(call, PATIENCE_MS, door);
      if (answer && !isForLater(answer)) return answer;
      this.tally.retries++;
      await setTimeout(pause);
    }
    return undefined;
  }

  /** What each of the apis answers; of those that the run is over for, nothing. */
  async untilAllAnswered(call: Call, over: AbortSignal): Promise<Answer[]> {
    const answers = await Promise.all(this.doors.map((door) => this.untilAnswered(call, over, door)));
    return answers.filter((answer) => answer !== undefined);
  }

  /** Sends it once, to the next api unless one is named. Undefined when there is no answer. */
  async send(call: Call, patienceMs = PATIENCE_MS, door = this.next()): Promise<Answer | undefined> {
    const { method, path, headers, body } = call;
    const began = performance.now();
    this.tally.requests++;
    try {
      const response = await fetch(`${door.url}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
        signal: AbortSignal.timeout(patienceMs),
      });
      const text = await response.text();
      if (response.status >= 500 && response.status !== 503)
        this.tally.wrong('a 5xx other than 503', `${method} ${path} by ${door.name}: ${response.status} ${text}`);
      return { status: response.status, data: dataOf(text), text };
    } catch (error) {
      const hung = error instanceof DOMException && error.name === 'TimeoutError' && patienceMs === PATIENCE_MS;
      // A process that was stopped, or cannot be reached, answers nothing; that is the fault, not the service.
      if (hung && door.openSince < began)
        this.tally.wrong(
          'a request that hung for more than 10 s',
          `${method} ${path} by ${door.name} from ${new Date(performance.timeOrigin + began).toISOString()}`,
        );
      return undefined;
    }
  }

  private next(): Door {
    const door = this.doors[this.turn++ % this.doors.length];
    if (!door) throw new Error('There is no api');
    return door;
  }
}

/** 408: an api that was stopped meanwhile has read the request too late. */
function isForLater({ status, text }: Answer): boolean {
  return status >= 500 || status === 429 || status === 408 || (status === 409 && text.includes('still being served'));
}

function dataOf(text: string): Answer['data'] {
  try {
    const answer = JSON.parse(text) as { readonly data?: unknown };
    return typeof answer.data === 'object' && answer.data !== null ? (answer.data as Answer['data']) : {};
  } catch {
    return {};
  }
}
