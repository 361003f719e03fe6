import type { ServerResponse } from 'node:http';

import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { RequestHandler } from 'express';

import { knownMethodOf, routeOf } from './routed.js';
import { requestIdOf } from './request-id.js';

const traceIds = new WeakMap<ServerResponse, string>();

/** The trace of the request of this response; undefined without one. */
export function traceIdOf(response: ServerResponse): string | undefined {
  return traceIds.get(response);
}

/**
 * Tells each request as a span, in the trace that its `traceparent` names, or in a new one without a valid one
 * (https://www.w3.org/TR/trace-context/#processing-model). Neither path, query nor headers are told, since they may hold a credential.
 */
export function requestTraces(): RequestHandler {
  const tracer = trace.getTracer('rollcall');
  return (request, response, next) => {
    const caller = propagation.extract(ROOT_CONTEXT, request.headers);
    const method = knownMethodOf(request);
    const span = tracer.startSpan(
      method,
      { kind: SpanKind.SERVER, attributes: { 'http.request.method': method, 'url.scheme': request.protocol } },
      caller,
    );
    traceIds.set(response, span.spanContext().traceId);
    response.once('close', () => {
      const route = routeOf(request);
      span.updateName(`${method} ${route}`);
      span.setAttributes({ 'http.route': route, 'rollcall.request_id': requestIdOf(response) });
      if (response.writableFinished) span.setAttribute('http.response.status_code', response.statusCode);
      if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(caller, span), next);
  };
}
