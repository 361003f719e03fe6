import { Injectable } from '@nestjs/common';
import { HandlesJob } from '@rollcall/jobs';

import { QueuedMailHandler } from './queued-mail.handler.js';

/** Sends a queued mail about an agent's password. */
@Injectable()
@HandlesJob('password-email')
export class PasswordEmailHandler extends QueuedMailHandler {}
