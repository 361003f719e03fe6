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

const read = (file: string): string => readFileSync(new URL(`./templates/${file}`, import.meta.url), 'utf8');

/** What the HTML parts have in common. */
const handlebars = Handlebars.create();
for (const name of ['layout', 'link']) handlebars.registerPartial(name, read(`${name}.html.hbs`));

function compile(file: string, { noEscape }: { noEscape: boolean }): (values: Record<string, string>) => string {
  return handlebars.compile(read(file), { noEscape, strict: true, knownHelpersOnly: true });
}

function singleLine(value: string): string {
  return value.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
