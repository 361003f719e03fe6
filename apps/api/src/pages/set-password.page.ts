import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { Injectable } from '@nestjs/common';
import { PASSWORD_RULE } from '@rollcall/auth';
import type { Response } from 'express';
import handlebars from 'handlebars';

/** The path to which the page sends its form and programs send JSON. */
export const SET_PASSWORD_PATH = '/api/v1/agents/set-password';

const read = (file: string) => readFileSync(new URL(`./templates/${file}`, import.meta.url), 'utf8');
const STYLE = read('page.css');
const render = handlebars.compile(read('set-password.hbs'), { strict: false });

/** Nothing is loaded, framed or run but the page's own style and form. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`;

/** The page on which an agent sets its password. It needs no script. */
@Injectable()
export class SetPasswordPage {
  /** The form for a new password. It says why the previous one was refused, if it was. */
  ask(response: Response, token: string, error?: string): void {
    send(response, error ? 400 : 200, {
      title: 'Set your password',
      form: true,
      action: SET_PASSWORD_PATH,
      rule: PASSWORD_RULE,
      token,
      error,
    });
  }

  done(response: Response): void {
    send(response, 200, { title: 'Your password is set', text: 'You can close this page.' });
  }

  /** The page after too many tries. The link stays valid. */
  wait(response: Response, text: string): void {
    send(response, 429, { title: 'Not so fast', text });
  }

  /** The page for a token that is unknown, used or expired. */
  refuse(response: Response): void {
    send(response, 400, {
      title: 'This link no longer works',
      text: 'A link works once and for 24 hours. Request another password reset, or ask your administrator for a new welcome mail.',
    });
  }
}

function send(response: Response, status: number, content: Readonly<Record<string, unknown>>): void {
  response
    .status(status)
    .set('Content-Security-Policy', POLICY)
    .type('html')
    .send(render({ ...content, style: STYLE }));
}
