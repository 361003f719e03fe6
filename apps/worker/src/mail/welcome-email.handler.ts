import { Injectable } from '@nestjs/common';
import { HandlesJob } from '@rollcall/jobs';

import { QueuedMailHandler } from './queued-mail.handler.js';

/** Sends a queued mail that welcomes an agent. */
@Injectable()
@HandlesJob('welcome-email')
export class WelcomeEmailHandler extends QueuedMailHandler {}
