import type Stripe from 'stripe';

import type { Param, Params } from './form.js';
import { invalid } from './stripe-problem.js';

/** Reads parameters one by one. A parameter that no handler has read is unknown. */
export class ParamReader {
  private readonly read = new Set<string>();
  private readonly groups: ParamReader[] = [];

  constructor(
    private readonly params: Params,
    private readonly path = '',
  ) {}

  /** A text. Clients send an empty text to unset a field; it is `''`. */
  text(name: string): string | undefined {
    const value = this.take(name);
    if (value === undefined || typeof value === 'string') return value;
    throw invalid(`Invalid string: ${JSON.stringify(value)}`, this.nameOf(name));
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value) return value;
    throw invalid(`Missing required param: ${this.nameOf(name)}.`, this.nameOf(name), 'parameter_missing');
  }

  /** One of a few words. */
  word<T extends string>(name: string, words: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const word = words.find((each) => each === value);
    if (word !== undefined) return word;
    throw invalid(`Invalid ${this.nameOf(name)}: must be one of ${words.join(', ')}`, this.nameOf(name));
  }

  integer(name: string, min = 0, max = Number.MAX_SAFE_INTEGER): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const param = this.nameOf(name);
    if (!/^-?\d+$/.test(text)) throw invalid(`Invalid integer: ${text}`, param, 'parameter_invalid_integer');
    const value = Number(text);
    if (value < min) throw invalid(`This value must be greater than or equal to ${min}.`, param);
    if (value > max) throw invalid(`This value must be less than or equal to ${max}.`, param);
    return value;
  }

  flag(name: string): boolean | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (text === 'true') return true;
    if (text === 'false') return false;
    throw invalid(`Invalid boolean: ${text}`, this.nameOf(name));
  }

  texts(name: string): string[] | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    const parts = typeof value === 'string' ? [value] : Object.values(value);
    const texts = parts.filter((part) => typeof part === 'string');
    if (typeof value === 'string' || texts.length < parts.length) throw invalid('Invalid array', this.nameOf(name));
    return texts;
  }

  group(name: string): ParamReader | undefined {
    const value = this.take(name);
    return value === undefined ? undefined : this.reader(value, this.nameOf(name));
  }

  groupList(name: string): ParamReader[] | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    if (typeof value === 'string') throw invalid('Invalid array', this.nameOf(name));
    return Object.entries(value).map(([index, part]) => this.reader(part, `${this.nameOf(name)}[${index}]`));
  }

  /** Metadata after the requested change: an empty value removes its key, an empty `metadata` removes all keys. */
  metadata(before: Stripe.Metadata): Stripe.Metadata {
    const value = this.take('metadata');
    if (value === undefined) return before;
    if (value === '') return {};
    const param = this.nameOf('metadata');
    if (typeof value === 'string') throw invalid('Invalid object', param);
    const after = { ...before };
    for (const [key, text] of Object.entries(value)) {
      if (typeof text !== 'string') throw invalid('Metadata values must be strings', `${param}[${key}]`);
      after[key] = text;
    }
    return Object.fromEntries(Object.entries(after).filter(([, text]) => text !== ''));
  }

  /** Throws for a parameter that was not read. A handler reads all parameters that it knows, calls this, then acts. */
  finish(): void {
    for (const name of Object.keys(this.params)) {
      if (this.read.has(name)) continue;
      const param = this.nameOf(name);
      throw invalid(`Received unknown parameter: ${param}`, param, 'parameter_unknown');
    }
    for (const inner of this.groups) inner.finish();
  }

  private take(name: string): Param | undefined {
    this.read.add(name);
    return this.params[name];
  }

  private reader(value: Param, path: string): ParamReader {
    if (typeof value === 'string') throw invalid('Invalid object', path);
    const inner = new ParamReader(Object.fromEntries(Object.entries(value)), path);
    this.groups.push(inner);
    return inner;
  }

  private nameOf(name: string): string {
    return this.path === '' ? name : `${this.path}[${name}]`;
  }
}
