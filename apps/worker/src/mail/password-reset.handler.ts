import { Injectable, Logger } from '@nestjs/common';
import { PasswordResets } from '@rollcall/agents';
import { HandlesJob, type JobHandler, type JobPayload } from '@rollcall/jobs';

/** Looks up the agent whose password somebody wants to reset, and queues the mail if there is one. */
@Injectable()
@HandlesJob('password-reset')
export class PasswordResetHandler implements JobHandler<'password-reset'> {
  private readonly logger = new Logger(PasswordResetHandler.name);

  constructor(private readonly resets: PasswordResets) {}

  async handle({ resetId }: JobPayload<'password-reset'>): Promise<void> {
    const mail = await this.resets.answer(resetId);
    this.logger.log(
      { resetId, mailId: mail?.id, agentId: mail?.agentId },
      'A request to reset a password was answered',
    );
  }
}
