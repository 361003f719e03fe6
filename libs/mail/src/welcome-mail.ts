import { loadTemplate, type RenderedMail } from './mail-template.js';

const render = loadTemplate('welcome');

/** What a welcome mail tells its reader. */
export interface WelcomeMail {
  readonly firstName: string;
  /** Where the account is. */
  readonly publicUrl: string;
  /** Where the password is set; good for 24 hours. */
  readonly link: string;
}

/** The mail that welcomes a new agent and asks for a password. */
export function renderWelcomeMail({ firstName, publicUrl, link }: WelcomeMail): RenderedMail {
  return render({ firstName, publicUrl, link });
}
