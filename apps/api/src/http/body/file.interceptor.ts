import {
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CONFIG, type Config } from '@rollcall/config';
import type { Request } from 'express';
import { defer, finalize, type Observable, switchMap } from 'rxjs';

import { Windows } from '../window.js';
import { assertTypeIsRead } from './body.js';
import { ReceivedFile } from './received-file.js';
import { type ExpectedFile, receiveFile } from './receive-file.js';

const FILE_KEY = 'file';

type ExpectedBy = (config: Config) => ExpectedFile;

/**
 * The route receives a file; {@link SentFile} gives it. The window must register a body type without `read` for the
 * path.
 */
export const TakesFile = (expected: ExpectedBy) => SetMetadata(FILE_KEY, expected);

/** The file of the request. It exists until the answer is sent. */
export const SentFile = createParamDecorator((_, context: ExecutionContext): ReceivedFile => {
  const { body } = context.switchToHttp().getRequest<Request<object, unknown, unknown>>();
  if (body instanceof ReceivedFile) return body;
  throw new Error('The route is not marked by TakesFile');
});

/**
 * Receives the file of a request after the guards, so that only callers who may send it are read, and before any
 * transaction, so that a slow client holds no connection to the database.
 */
@Injectable()
export class FileInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly windows: Windows,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const expected = this.reflector.get<ExpectedBy | undefined>(FILE_KEY, context.getHandler());
    if (!expected) return next.handle();
    const request = context.switchToHttp().getRequest<Request>();
    return defer(() => {
      assertTypeIsRead(this.windows, request);
      return receiveFile(request, expected(this.config));
    }).pipe(
      switchMap((file) => {
        request.body = file;
        return next.handle().pipe(finalize(() => void file.close()));
      }),
    );
  }
}
