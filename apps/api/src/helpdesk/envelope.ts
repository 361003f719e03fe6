import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import { map, type Observable } from 'rxjs';

/** Every success of this window is a 200 with this body, creation included. */
export interface HelpdeskSuccess<T> {
  readonly status: 'success';
  readonly data: T;
}

/** Puts what a controller returns into the helpdesk window's envelope. A stream already contains the envelope. */
@Injectable()
export class HelpdeskEnvelope<T> implements NestInterceptor<T, HelpdeskSuccess<T> | StreamableFile> {
  intercept(_context: ExecutionContext, next: CallHandler<T>): Observable<HelpdeskSuccess<T> | StreamableFile> {
    return next.handle().pipe(map((data) => (data instanceof StreamableFile ? data : { status: 'success', data })));
  }
}
