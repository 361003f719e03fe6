import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as a collector gets it. */
export interface ReceivedSpan {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first span of a trace. */
  readonly parentId: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** The ids of spans that it is linked with. */
  readonly links: readonly string[];
  readonly hasFailed: boolean;
}

/** A collector of traces by OTLP over HTTP, in protobuf (https://opentelemetry.io/docs/specs/otlp/). */
export interface OtlpSink {
  /** What `OTEL_EXPORTER_OTLP_ENDPOINT` is to be. */
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** All that it was sent, to look for what must not be in it. */
  readonly text: () => string;
  close(): void;
}

/** Starts an {@link OtlpSink} on a loopback port. It answers what `answers` decides, or nothing at all. */
export async function startOtlpSink(answers: 'at once' | 'never' = 'at once'): Promise<OtlpSink> {
  const spans: ReceivedSpan[] = [];
  const bodies: Buffer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      bodies.push(body);
      if (answers === 'never') return;
      const taken = request.url === '/v1/traces' && request.headers['content-type'] === 'application/x-protobuf';
      if (taken) spans.push(...spansOf(body));
      response.writeHead(taken ? 200 : 400).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    text: () => Buffer.concat(bodies).toString('latin1'),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The fields of a message of protobuf, by their numbers (https://protobuf.dev/programming-guides/encoding/). */
type Message = ReadonlyMap<number, readonly (Buffer | number)[]>;

function messageOf(bytes: Buffer): Message {
  const fields = new Map<number, (Buffer | number)[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes.readUInt8(at++);
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const take = (length: number): Buffer => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = varint();
    const kind = tag % 8;
    const value = kind === 0 ? varint() : take(kind === 1 ? 8 : kind === 5 ? 4 : varint());
    const number = Math.floor(tag / 8);
    fields.set(number, [...(fields.get(number) ?? []), value]);
  }
  return fields;
}

const bytesOf = (message: Message, field: number): Buffer[] =>
  (message.get(field) ?? []).filter((value) => typeof value !== 'number');
const messagesOf = (message: Message, field: number): Message[] => bytesOf(message, field).map(messageOf);
const textOf = (message: Message, field: number, encoding: 'utf8' | 'hex' = 'utf8'): string =>
  bytesOf(message, field)[0]?.toString(encoding) ?? '';

function attributesOf(message: Message, field: number): Record<string, string | number> {
  const pairs = messagesOf(message, field).map((pair) => {
    const [value = new Map<number, []>()] = messagesOf(pair, 2);
    const number = value.get(3)?.[0];
    return [textOf(pair, 1), typeof number === 'number' ? number : textOf(value, 1)] as const;
  });
  return Object.fromEntries(pairs);
}

/** The spans of an `ExportTraceServiceRequest`. */
function spansOf(body: Buffer): ReceivedSpan[] {
  return messagesOf(messageOf(body), 1).flatMap((ofResource) => {
    const resource = messagesOf(ofResource, 1).map((each) => attributesOf(each, 1));
    const service = String(resource[0]?.['service.name'] ?? '');
    const spans = messagesOf(ofResource, 2).flatMap((scope) => messagesOf(scope, 2));
    return spans.map((span) => ({
      service,
      traceId: textOf(span, 1, 'hex'),
      spanId: textOf(span, 2, 'hex'),
      parentId: textOf(span, 4, 'hex'),
      name: textOf(span, 5),
      attributes: attributesOf(span, 9),
      links: messagesOf(span, 13).map((link) => textOf(link, 2, 'hex')),
      hasFailed: messagesOf(span, 15).some((status) => status.get(3)?.[0] === 2),
    }));
  });
}
