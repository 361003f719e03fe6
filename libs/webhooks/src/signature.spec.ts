import { createHmac } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';

import { randomSecret, secretProblem, signedHeaders } from './signature.js';

describe('the signature of a webhook', () => {
  const message = () => ({
    id: 'f7a3',
    sentAt: new Date(),
    body: '{"event":"agent.created","payload":{"name":"Zoë"}}',
  });

  it('is accepted by the library of the specification, and not for another body', () => {
    const secret = randomSecret();
    const { body, ...rest } = message();
    const headers = signedHeaders([secret], [], { body, ...rest });
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow('No matching signature');
    expect(() => new Webhook(randomSecret()).verify(body, headers)).toThrow('No matching signature');
  });

  it('is made by both secrets during a rotation', () => {
    const [before, after] = [randomSecret(), randomSecret()];
    const sent = message();
    const headers = signedHeaders([after, before], [], sent);
    for (const secret of [before, after]) expect(new Webhook(secret).verify(sent.body, headers)).toBeDefined();
  });

  it('is made by a text that is no secret of the specification as it is', () => {
    const secret = 'a text that somebody chose';
    const sent = message();
    const headers = signedHeaders([secret], [], sent);
    expect(new Webhook(secret, { format: 'raw' }).verify(sent.body, headers)).toBeDefined();
  });

  it('has the form of the peer beside it when that is asked for', () => {
    const sent = message();
    expect(signedHeaders(['a secret of the peer'], [], sent)).not.toHaveProperty('x-libredesk-signature');
    expect(signedHeaders(['a secret of the peer'], ['X-Libredesk-Signature'], sent)).toMatchObject({
      'x-libredesk-signature': `sha256=${createHmac('sha256', 'a secret of the peer').update(sent.body).digest('hex')}`,
    });
  });

  it('needs a secret that is Base64 where it says so', () => {
    expect(secretProblem(randomSecret())).toBeUndefined();
    expect(secretProblem('any other text')).toBeUndefined();
    expect(secretProblem('whsec_???')).toMatch('Base64');
    expect(secretProblem('whsec_AAAA')).toMatch('at least 24 bytes');
  });
});
