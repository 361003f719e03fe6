import { Module } from '@nestjs/common';

import { MailTransport } from './mail-transport.js';

/** The sending half of the mails, for the worker alone. */
@Module({ providers: [MailTransport], exports: [MailTransport] })
export class MailDeliveryModule {}
