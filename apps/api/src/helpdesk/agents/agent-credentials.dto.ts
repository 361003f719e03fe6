import { ApiProperty } from '@nestjs/swagger';
import { MAIL_TEMPLATES, type MailEntity, type MailTemplate } from '@rollcall/mail';

/** A mail to an agent and its status. */
export class MailDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({ format: 'date-time' })
  readonly created_at: Date;
  @ApiProperty({ example: 'john.doe@example.com' })
  readonly to: string;
  @ApiProperty({ enum: MAIL_TEMPLATES })
  readonly template: MailTemplate;
  @ApiProperty({ enum: ['queued', 'sent', 'failed'] })
  readonly status: string;
  @ApiProperty({ type: 'integer', example: 1 })
  readonly attempts: number;
  @ApiProperty({ type: String, nullable: true, example: null })
  readonly last_error: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly sent_at: Date | null;

  constructor(mail: MailEntity) {
    this.id = mail.id;
    this.created_at = mail.createdAt;
    this.to = mail.recipient;
    this.template = mail.template;
    this.status = mail.status;
    this.attempts = mail.attempts;
    this.last_error = mail.lastError;
    this.sent_at = mail.sentAt;
  }
}
