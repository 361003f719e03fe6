import { setTimeout } from 'node:timers/promises';

import { diag, DiagLogLevel } from '@opentelemetry/api';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

/** How this process appears in traces, and where they go. */
export interface TracesTarget {
  /** The URL that takes traces by OTLP over HTTP, as `http://collector:4318/v1/traces`. */
  readonly url: string;
  readonly serviceName: string;
  readonly version: string;
}

/** How long the end of the process waits for a collector. */
const FLUSH_MS = 2_000;

/**
 * Starts OpenTelemetry's SDK. It sends spans in the background, keeps a bounded number of them and drops the rest; nobody waits for it.
 * It reads the usual settings itself: headers, sampler, batches, resource (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).
 */
export function startSdk(
  { url, serviceName, version }: TracesTarget,
  onFailure: (error: unknown) => void,
): () => Promise<void> {
  const report = (message: string) => {
    onFailure(new Error(message));
  };
  const quiet = () => undefined;
  diag.setLogger(
    { error: report, warn: report, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  setGlobalErrorHandler(onFailure);
  const ours = resourceFromAttributes({ 'service.name': serviceName, 'service.version': version });
  const provider = new NodeTracerProvider({
    resource: ours.merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  provider.register();
  return async () => {
    const given = new AbortController();
    await Promise.race([
      provider.shutdown().catch(onFailure),
      setTimeout(FLUSH_MS, undefined, { signal: given.signal }).catch(() => undefined),
    ]);
    given.abort();
  };
}
