import { Module } from '@nestjs/common';
import { AgentsModule } from '@rollcall/agents';

import { SetPasswordController } from './set-password.controller.js';
import { SetPasswordPage } from './set-password.page.js';

/** The pages for people, rendered by the server. */
@Module({ imports: [AgentsModule], controllers: [SetPasswordController], providers: [SetPasswordPage] })
export class PagesModule {}
