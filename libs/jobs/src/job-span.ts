import { SpanKind } from '@opentelemetry/api';
import type { SpanDefinition } from '@rollcall/observability';

import { JOB_CATALOGUE, type JobName } from './catalogue.js';

/** How a span tells of a job (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/). */
export function jobSpan(name: JobName, id: string, operation: 'create' | 'send' | 'process'): SpanDefinition {
  return {
    kind: operation === 'process' ? SpanKind.CONSUMER : SpanKind.PRODUCER,
    attributes: {
      'messaging.system': 'bullmq',
      'messaging.destination.name': JOB_CATALOGUE[name].queue,
      'messaging.operation.name': operation,
      'messaging.operation.type': operation,
      'messaging.message.id': id,
    },
  };
}
