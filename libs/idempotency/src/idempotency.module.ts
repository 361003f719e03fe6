import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { IdempotentAnswerEntity } from './idempotent-answer.entity.js';
import { IdempotentAnswers } from './idempotent-answers.js';

/** Keeps answers, for requests that clients repeat. */
@Module({
  imports: [TypeOrmModule.forFeature([IdempotentAnswerEntity])],
  providers: [IdempotentAnswers],
  exports: [IdempotentAnswers],
})
export class IdempotencyModule {}
