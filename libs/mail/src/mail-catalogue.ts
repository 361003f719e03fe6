interface MailDefinition {
  /**
   * Whether it has a link that sets a password. Such a mail goes to the address that an enabled agent has by the time it is
   * sent, and is taken back with what it lets in; any other goes to the address to which it was promised.
   */
  readonly hasLink: boolean;
}

/** Every mail there is. The words of each are the three parts of the template of its name in `delivery/templates`. */
export const MAIL_CATALOGUE = {
  /** Welcomes a new agent and asks for a password. */
  welcome: { hasLink: true },
  /** Lets an agent set a new password that somebody asked for. */
  'reset-password': { hasLink: true },
  /** Tells an agent that its password was changed, and what to do if it was somebody else. */
  'password-changed': { hasLink: false },
  /** Tells an agent that somebody else removed its second factors. */
  'second-factors-reset': { hasLink: false },
  /** Tells an agent that a webhook that it made was switched off. */
  'webhook-switched-off': { hasLink: false },
} as const satisfies Record<string, MailDefinition>;

export type MailTemplate = keyof typeof MAIL_CATALOGUE;

export const MAIL_TEMPLATES = Object.keys(MAIL_CATALOGUE).filter(isMailTemplate);

/** Those with a link. */
export const LINK_TEMPLATES = MAIL_TEMPLATES.filter((template) => MAIL_CATALOGUE[template].hasLink);

function isMailTemplate(name: string): name is MailTemplate {
  return Object.hasOwn(MAIL_CATALOGUE, name);
}
