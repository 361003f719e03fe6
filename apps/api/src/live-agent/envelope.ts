import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';

/** The message of a success, by what the call did with the data. */
export const MESSAGES = {
  created: 'Data created successfully',
  retrieved: 'Data retrieved successfully',
  updated: 'Data updated successfully',
  listed: '',
} as const;

export type Outcome = keyof typeof MESSAGES;

/** The body of every success of this window. */
export interface LiveAgentSuccess<T> {
  readonly message: string;
  readonly meta: Readonly<Record<string, never>>;
  readonly data: T;
}

/** Puts what a controller returns into the live-agent window's envelope. */
export class LiveAgentEnvelope<T> implements NestInterceptor<T, LiveAgentSuccess<T>> {
  constructor(private readonly outcome: Outcome) {}

  intercept(_context: ExecutionContext, next: CallHandler<T>): Observable<LiveAgentSuccess<T>> {
    return next.handle().pipe(map((data) => ({ message: MESSAGES[this.outcome], meta: {}, data })));
  }
}
