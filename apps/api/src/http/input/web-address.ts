import { Rule } from './rule.js';

const MAX_URL = 2_048;

/** An address with `http` or `https`. `problemOf` says what else is wrong with it. */
export function webAddress(problemOf: (url: URL) => string | undefined = () => undefined): Rule {
  return Rule.of({
    expected: 'a string',
    plural: 'strings',
    is: (value) => typeof value === 'string',
    schema: { type: 'string', format: 'uri', maxLength: MAX_URL },
    limit: (value) => {
      const url = URL.canParse(value) ? new URL(value) : null;
      if (!url || !['http:', 'https:'].includes(url.protocol) || value.length > MAX_URL)
        return `must be an address that starts with https:// or http://, of at most ${MAX_URL} characters`;
      return problemOf(url);
    },
  });
}
