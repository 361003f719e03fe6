import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JobsModule } from '@rollcall/jobs';

import { MailEntity } from './mail.entity.js';
import { MailsRepository } from './mails.repository.js';
import { Mails } from './mails.service.js';

/** The asking half of the mails: the table and the promise to send. */
@Module({
  imports: [TypeOrmModule.forFeature([MailEntity]), JobsModule],
  providers: [Mails, MailsRepository],
  exports: [Mails, MailsRepository],
})
export class MailModule {}
