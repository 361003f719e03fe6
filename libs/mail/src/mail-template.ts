import { readFileSync } from 'node:fs';

import Handlebars from 'handlebars';

/** A mail's words, ready to be sent. */
export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/**
 * Reads the three parts of the template `name` from the folder `templates` and returns what renders them. Every value
 * becomes a single line, so that none starts a header or a paragraph of its own, and is escaped in the HTML part. A
 * value that a part asks for and does not get is an error.
 */
export function loadTemplate(name: string): (values: Readonly<Record<string, string>>) => RenderedMail {
  const subject = compile(`${name}.subject.hbs`, { noEscape: true });
  const html = compile(`${name}.html.hbs`, { noEscape: false });
  const text = compile(`${name}.text.hbs`, { noEscape: true });
  return (values) => {
    const lines = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, singleLine(value)]));
    const renderedSubject = subject(lines).trim();
    return { subject: renderedSubject, html: html({ ...lines, subject: renderedSubject }), text: text(lines) };
  };
}

function compile(file: string, { noEscape }: { noEscape: boolean }): (values: Record<string, string>) => string {
  const source = readFileSync(new URL(`./templates/${file}`, import.meta.url), 'utf8');
  return Handlebars.compile(source, { noEscape, strict: true, knownHelpersOnly: true });
}

function singleLine(value: string): string {
  return value.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
