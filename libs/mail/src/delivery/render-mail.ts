import { MAIL_TEMPLATES, type MailTemplate } from '../mail-catalogue.js';
import { loadTemplate, type RenderedMail } from './mail-template.js';

const TEMPLATES = new Map(MAIL_TEMPLATES.map((template) => [template, loadTemplate(template)]));

/** What mails tell their readers; each template takes of it what it needs. */
export interface MailValues {
  readonly firstName: string;
  /** Where the account is. */
  readonly publicUrl: string;
  /** The moment of the event that the mail reports. */
  readonly at: Date;
  /** Where the password is set, good for 24 hours; left out of a mail without a link. */
  readonly link?: string;
}

/** As `21 November 2026 at 23:32 UTC`: nobody told us where the reader is. */
const MOMENT = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** The words of a mail. @throws Error when the template asks for a value that is left out */
export function renderMail(template: MailTemplate, { at, ...values }: MailValues): RenderedMail {
  const render = TEMPLATES.get(template);
  if (!render) throw new Error(`There is no mail ${template}`);
  return render({ ...values, at: `${MOMENT.format(at)} UTC` });
}
