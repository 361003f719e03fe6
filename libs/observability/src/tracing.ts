import {
  type Attributes,
  type Context,
  context,
  createContextKey,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

import type { TracesTarget } from './trace-sdk.js';

/** What is done in a span. */
export interface SpanDefinition {
  readonly kind?: SpanKind;
  /** After OpenTelemetry's semantic conventions; no secret, no parameter of a statement, nothing of a body. */
  readonly attributes?: Attributes;
}

/** The job that runs in a context. */
const JOB = createContextKey('rollcall.job');

let isOn = false;
const tracer = trace.getTracer('rollcall');

/**
 * Has this process send traces from now on. Until then, and in a process that does not call it, nothing of the SDK is loaded, and each
 * function here only does the work it is given. `onFailure` gets the error when traces could not be sent. Returns what sends the rest,
 * within two seconds, and ends it.
 */
export async function startTraces(
  target: TracesTarget,
  onFailure: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const { startSdk } = await import('./trace-sdk.js');
  const stop = startSdk(target, onFailure);
  isOn = true;
  return async () => {
    isOn = false;
    await stop();
  };
}

/** Does `work` in a span of the trace that is under way; without one it only does the work. */
export function inSpan<T>(name: string, definition: SpanDefinition, work: () => Promise<T>): Promise<T> {
  if (!isOn || !trace.getActiveSpan()) return work();
  return inSpanOf(context.active(), name, definition, work);
}

/**
 * Does the work of a job in a span of the trace that promised it, or in a new trace where none did.
 * `traceparent` is what {@link traceparentFor} gave.
 */
export function inJobSpan<T>(
  job: string,
  traceparent: string | null,
  definition: SpanDefinition,
  work: () => Promise<T>,
): Promise<T> {
  if (!isOn) return work();
  return inSpanOf(contextOf(traceparent).setValue(JOB, job), `run ${job}`, definition, work);
}

/**
 * Does `work` in a span of the trace in which `traceparent` was made, with a link to what is under way; where there is no such trace,
 * as {@link inSpan} does.
 */
export function inSpanBehind<T>(
  traceparent: string | null,
  name: string,
  definition: SpanDefinition,
  work: () => Promise<T>,
): Promise<T> {
  const active = isOn ? trace.getActiveSpan() : undefined;
  if (!active || traceparent === null) return inSpan(name, definition, work);
  return inSpanOf(contextOf(traceparent), name, definition, work, active);
}

/**
 * Sends a statement in a span of the trace that is under way; without one it is only sent. A statement must have its values as
 * parameters, since its text is told.
 */
export function inStatementSpan(statement: unknown, send: () => unknown): unknown {
  if (!isOn || typeof statement !== 'string' || !trace.getActiveSpan()) return send();
  const [operation = ''] = /\w+/.exec(statement.replace(/^\s*\/\*.*?\*\//, '')) ?? [];
  const span = tracer.startSpan(operation.toUpperCase(), {
    kind: SpanKind.CLIENT,
    attributes: { 'db.system.name': 'postgresql', 'db.query.text': statement },
  });
  const sent = send();
  if (sent instanceof Promise)
    sent.then(
      () => {
        span.end();
      },
      (error: unknown) => {
        endFailed(span, error);
      },
    );
  else span.end();
  return sent;
}

/** Adds to the span that is under way, and marks it as failed where that is told. */
export function annotateSpan(attributes: Attributes, hasFailed: boolean): void {
  const span = isOn ? trace.getActiveSpan() : undefined;
  span?.setAttributes(attributes);
  if (hasFailed) span?.setStatus({ code: SpanStatusCode.ERROR });
}

/** The span that is under way, as W3C Trace Context tells it to others (https://www.w3.org/TR/trace-context/); null without one. */
export function traceparent(): string | null {
  if (!isOn) return null;
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent ?? null;
}

/** The same for a job that is promised. A job that hands over to the next of its kind does not go on with its trace, which might never end. */
export function traceparentFor(job: string): string | null {
  return isOn && context.active().getValue(JOB) !== job ? traceparent() : null;
}

/** The trace that is under way, as log lines name it. */
export function traceId(): string | undefined {
  return isOn ? trace.getActiveSpan()?.spanContext().traceId : undefined;
}

/** What goes on in `traceparent`; the root when it is null or not valid. */
function contextOf(traceparent: string | null): Context {
  return propagation.extract(ROOT_CONTEXT, traceparent === null ? {} : { traceparent });
}

function inSpanOf<T>(
  parent: Context,
  name: string,
  definition: SpanDefinition,
  work: () => Promise<T>,
  linked?: Span,
): Promise<T> {
  const links = linked ? [{ context: linked.spanContext() }] : [];
  return tracer.startActiveSpan(name, { ...definition, links }, parent, async (span) => {
    try {
      const result = await work();
      span.end();
      return result;
    } catch (error) {
      endFailed(span, error);
      throw error;
    }
  });
}

/** An error's message may hold what no trace is to tell: rows, addresses. So its kind is told alone. */
function endFailed(span: Span, error: unknown): void {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const type = code ?? (error instanceof Error ? error.constructor.name : 'unknown');
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
