import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type OtlpSink, startOtlpSink, waitFor } from '@rollcall/testing';

import {
  inJobSpan,
  inSpan,
  inSpanBehind,
  inStatementSpan,
  startTraces,
  traceId,
  traceparent,
  traceparentFor,
} from './tracing.js';

const CALLER = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

/** A child of the span that `CALLER` names. */
const WITHIN = /^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01$/;

describe('traces', () => {
  let collector: OtlpSink;
  let stop: () => Promise<void>;
  const failures: unknown[] = [];
  const environment = {
    OTEL_EXPORTER_OTLP_TIMEOUT: '100',
    OTEL_BSP_SCHEDULE_DELAY: '10',
    OTEL_BSP_MAX_QUEUE_SIZE: '600',
  };

  beforeAll(async () => {
    jest.replaceProperty(process, 'env', environment);
    collector = await startOtlpSink('never');
  });

  afterAll(() => {
    jest.restoreAllMocks();
  });

  it('are nothing but the work while nobody has started them', async () => {
    const seen = () => Promise.resolve([traceparent(), traceparentFor('send-mail'), traceId()]);
    expect(await inJobSpan('send-mail', CALLER, {}, () => inSpan('part', {}, seen))).toEqual([null, null, undefined]);
    expect(inStatementSpan('SELECT 1', () => 'sent')).toBe('sent');
  });

  it('go on where the caller says, and begin anew where it says nothing valid', async () => {
    const target = { url: `${collector.url}/v1/traces`, serviceName: 'test', version: '1' };
    stop = await startTraces(target, (error) => failures.push(error));
    const within = (caller: string | null) => inJobSpan('send-mail', caller, {}, () => Promise.resolve(traceparent()));
    expect(await within(CALLER)).toMatch(WITHIN);
    for (const invalid of [null, '', 'nonsense', CALLER.replace('4bf9', '4BF9'), `ff${CALLER.slice(2)}`, `${CALLER}-x`])
      expect(await within(invalid)).toMatch(/^00-(?!4bf92f3577b34da6a3ce929d0e0e4736)[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it('are made by nothing that belongs to none', async () => {
    expect(await inSpan('part', {}, () => Promise.resolve(traceparent()))).toBeNull();
    expect(await inSpanBehind(CALLER, 'part', {}, () => Promise.resolve(traceparent()))).toBeNull();
  });

  it('of an event go on in the job that tells of it', async () => {
    const seen = await inJobSpan('webhook-deliver', null, {}, () =>
      inSpanBehind(CALLER, 'POST', {}, () => Promise.resolve(traceparent())),
    );
    expect(seen).toMatch(WITHIN);
  });

  it('end with a job that hands over to the next of its kind', async () => {
    const [same, other] = await inJobSpan('agents-import', CALLER, {}, () =>
      Promise.resolve([traceparentFor('agents-import'), traceparentFor('send-mail')]),
    );
    expect(same).toBeNull();
    expect(other).toMatch(WITHIN);
  });

  it('hold up nothing and fail nothing when the collector does not answer, is away, or is gone at the end', async () => {
    const work = () =>
      Promise.all(
        Array.from({ length: 2_000 }, (_, index) => inJobSpan('job', null, {}, () => Promise.resolve(index))),
      );
    expect(await work()).toHaveLength(2_000);
    await waitFor('word of the silence', () => failures.length > 0);
    collector.close();
    failures.length = 0;
    expect(await work()).toHaveLength(2_000);
    await waitFor('word of the absence', () => failures.length > 0);
    await stop();
    expect(traceparent()).toBeNull();
  });
});
