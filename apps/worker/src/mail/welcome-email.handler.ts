import { Inject, Injectable, Logger } from '@nestjs/common';
import { type AgentContact, AgentCredentials } from '@rollcall/agents';
import { PasswordTokens } from '@rollcall/auth';
import { CONFIG, type Config } from '@rollcall/config';
import { Transactions } from '@rollcall/database';
import { HandlesJob, type JobHandler, type JobPayload, type JobRun } from '@rollcall/jobs';
import { MailsRepository, MailTransport, renderWelcomeMail, stableMessageId } from '@rollcall/mail';

type Reachable = AgentContact & { readonly email: string };

/** Sends a queued mail that welcomes an agent. */
@Injectable()
@HandlesJob('welcome-email')
export class WelcomeEmailHandler implements JobHandler<'welcome-email'> {
  private readonly logger = new Logger(WelcomeEmailHandler.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly transactions: Transactions,
    private readonly mails: MailsRepository,
    private readonly agents: AgentCredentials,
    private readonly tokens: PasswordTokens,
    private readonly transport: MailTransport,
  ) {}

  /**
   * Sends the mail to the address that the agent has by now. When the worker dies before that is written down, it is sent
   * again under the same Message-ID.
   */
  async handle({ mailId }: JobPayload<'welcome-email'>, run: JobRun): Promise<void> {
    const mail = await this.mails.findById(mailId);
    if (!mail || mail.status === 'sent') return;
    const agent = await this.agents.findContact(mail.agentId);
    if (!isReachable(agent)) {
      const reason = whyUnreachable(agent);
      await this.mails.markFailed(mailId, reason);
      this.logger.log({ mailId, agentId: mail.agentId, reason }, 'A welcome mail is not sent');
      return;
    }
    await this.mails.recordAttempt(mailId, agent.email);
    try {
      await this.send(agent, run.id);
    } catch (error) {
      await this.mails.recordError(mailId, error instanceof Error ? error.message : String(error));
      throw error;
    }
    await this.mails.markSent(mailId);
    this.logger.log({ mailId, agentId: agent.id }, 'A welcome mail was sent');
  }

  async gaveUp({ mailId }: JobPayload<'welcome-email'>, error: string): Promise<void> {
    await this.mails.markFailed(mailId, error);
  }

  /** The token is stored before the mail leaves, so that no link is ever ahead of it. */
  private async send(agent: Reachable, jobId: string): Promise<void> {
    const { publicUrl } = this.config.http;
    const token = await this.transactions.run(({ manager, now }) => this.tokens.issue(manager, agent.id, now));
    const link = `${publicUrl}/set-password?token=${token}`;
    await this.transport.send({
      ...renderWelcomeMail({ firstName: agent.firstName, publicUrl, link }),
      to: agent.email,
      messageId: stableMessageId(jobId, publicUrl),
    });
  }
}

function isReachable(agent: AgentContact | null): agent is Reachable {
  return agent !== null && agent.enabled && agent.email !== null;
}

function whyUnreachable(agent: AgentContact | null): string {
  if (!agent) return 'The agent was deleted before the mail could be sent';
  return agent.enabled ? 'The agent has no e-mail address' : 'The agent is disabled; enable it and send a fresh mail';
}
