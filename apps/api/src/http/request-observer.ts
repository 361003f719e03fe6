import type { Request } from 'express';

/** What became of a request. */
export interface Outcome {
  readonly requestId: string;
  /** Null when the client hung up before it was answered. */
  readonly status: number | null;
  /** The body of the answer; null when there is none. */
  readonly answer: string | null;
  readonly durationMs: number;
}

/** Sees the requests of a window once they are over, those too that no route has seen. It must not throw. */
export interface RequestObserver {
  over(request: Request, outcome: Outcome): void;
}
