import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { renderMail } from './render-mail.js';

const VALUES = {
  publicUrl: 'https://support.example.com',
  link: 'https://support.example.com/console/set-password#token=a-b_c',
};
const AT = new Date('2026-11-21T23:32:59.999Z');

const welcome = (firstName: string) => renderMail('welcome', { ...VALUES, at: AT, firstName });
const resetPassword = (firstName: string) => renderMail('reset-password', { ...VALUES, at: AT, firstName });
const passwordChanged = (firstName: string) =>
  renderMail('password-changed', { publicUrl: VALUES.publicUrl, at: AT, firstName });

/** Any text, with a good share of what means something in HTML, in templates and in mail headers. */
const name = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '=',
        '`',
        '/',
        '{{',
        '}}',
        '\r',
        '\n',
        '\u2028',
        '\u0085',
        'Bcc: a@b',
        'script',
        'é',
      ),
    )
    .map((parts) => parts.join('')),
);

const tagsOf = (html: string): readonly string[] => html.match(/<[^>]*>?/g) ?? [];
const linesOf = (text: string): number => text.split(/\r\n|[\r\n\u0085\u2028\u2029]/).length;
const decoded = (html: string): string =>
  html.replace(
    /&(?:#x([0-9a-f]+)|(amp|lt|gt|quot));/gi,
    (_entity, hex: string | undefined, named: string | undefined) =>
      hex
        ? String.fromCodePoint(Number.parseInt(hex, 16))
        : ({ amp: '&', lt: '<', gt: '>', quot: '"' }[named ?? ''] ?? ''),
  );

describe('the welcome mail', () => {
  it('greets by first name, says where the account is, and links to the page that sets the password', () => {
    const { subject, html, text } = welcome('Ada');
    expect(subject).toBe('Welcome, Ada: set your password');
    for (const part of [decoded(html), text]) {
      expect(part).toContain('Hello Ada,');
      expect(part).toContain('created for you at');
      expect(part).toContain(VALUES.publicUrl);
      expect(part).toContain(VALUES.link);
      expect(part).toContain('24 hours');
    }
  });
});

describe('the mail that resets a password', () => {
  it('links to the page that sets the password, and says what to do if nobody asked for it', () => {
    const { subject, html, text } = resetPassword('Ada');
    expect(subject).toBe('Reset your password');
    for (const part of [decoded(html), text]) {
      expect(part).toContain('Hello Ada,');
      expect(part).toContain(`your account at`);
      expect(part).toContain(VALUES.publicUrl);
      expect(part).toContain(VALUES.link);
      expect(part).toContain('24 hours and works once');
      expect(part).toContain('If it was not you, you can ignore this mail');
    }
  });
});

describe('the mail about a changed password', () => {
  it('says when it was changed and what to do if it was somebody else, and has no link that sets one', () => {
    const { subject, html, text } = passwordChanged('Ada');
    expect(subject).toBe('Your password was changed');
    for (const part of [decoded(html), text]) {
      expect(part).toContain('Hello Ada,');
      expect(part).toContain(VALUES.publicUrl);
      expect(part).toContain('was changed on 21 November 2026 at 23:32 UTC.');
      expect(part).toContain('ask for a reset of your password at once, and tell your administrator');
      expect(part).not.toContain('set-password');
    }
  });
});

describe.each([
  ['the welcome mail', welcome],
  ['the mail that resets a password', resetPassword],
  ['the mail about a changed password', passwordChanged],
])('%s', (_what, render) => {
  it('is readable without images and by a screen reader', () => {
    const { subject, html } = render('Ada');
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toContain(`<title>${subject}</title>`);
    expect(html).not.toMatch(/<img|<link|url\(/);
  });

  it('keeps the same markup whatever the name is', () => {
    const tags = tagsOf(render('Ada').html);
    fc.assert(
      fc.property(name, (firstName) => {
        expect(tagsOf(render(firstName).html)).toEqual(tags);
      }),
    );
  });

  it('shows the name as it was given, but for its white space', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (firstName) => {
        const shown = firstName.replace(/\s+/g, ' ').trim();
        expect(decoded(render(firstName).html)).toContain(`Hello ${shown},`);
        expect(render(firstName).text).toContain(`Hello ${shown},`);
      }),
    );
  });

  it('lets no name start a line of its own, in the subject or the text', () => {
    const lines = linesOf(render('Ada').text);
    fc.assert(
      fc.property(name, (firstName) => {
        const { subject, text } = render(firstName);
        expect(linesOf(subject)).toBe(1);
        expect(subject).not.toMatch(/\p{Cc}/u);
        expect(linesOf(text)).toBe(lines);
      }),
    );
  });
});
