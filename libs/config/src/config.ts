import type { RedisTarget } from './redis-target.js';

/** All settings of a process, read once from the environment and never again. */
export interface Config {
  readonly production: boolean;
  readonly logLevel: LogLevel;
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** How many processes of the api serve this port. */
    readonly processes: number;
    /** The place of this process among these, from 1. The first process of a group sets it. */
    readonly place: number;
    /** Base of the links in mails, without a slash at the end. */
    readonly publicUrl: string;
    /** The origins whose pages may call the api from a browser, as `https://app.example.com`. */
    readonly corsOrigins: readonly string[];
    /** The proxies that are trusted to say where a request came from, as `10.0.0.1` or `10.0.0.0/8`. */
    readonly trustedProxies: readonly string[];
  };
  /** Who may read the metrics, and on which ports of the same host; null to tell nobody. */
  readonly metrics: { readonly token: string; readonly apiPort: number; readonly workerPort: number } | null;
  /** Where traces go, by OTLP over HTTP; null to send none. */
  readonly traces: { readonly url: string } | null;
  /** Which build this is, for the metrics and traces. */
  readonly version: string;
  readonly worker: {
    /** Port of the worker's health endpoint, on the same host as the api. */
    readonly healthPort: number;
  };
  readonly database: { readonly url: string };
  /** Where BullMQ keeps its queues. */
  readonly queue:
    | { readonly backend: 'postgres'; readonly url: string }
    | { readonly backend: 'redis'; readonly target: RedisTarget; readonly prefix: string };
  readonly mail: {
    readonly smtpUrl: string;
    readonly from: string;
    /** For how many days what became of a mail is kept. */
    readonly keptDays: number;
  };
  /** The cost of an Argon2id password hash (RFC 9106): memory in KiB, passes, lanes. */
  readonly argon2: { readonly memoryKib: number; readonly passes: number; readonly lanes: number };
  /** Whether agents are charged: `custom` only keeps plans and credits, `stripe` follows their subscriptions there. */
  readonly billing:
    | { readonly method: 'custom' }
    | {
        readonly method: 'stripe';
        readonly apiKey: string;
        /** Where Stripe's API is, as `https://api.stripe.com`. */
        readonly apiBase: string;
        /** Without it every webhook is refused, and only the reconciliation notices changes at Stripe. */
        readonly webhookSecret: string | undefined;
      };
  /** For how many days an event of Stripe is known when it comes again. */
  readonly stripeEvents: { readonly keptDays: number };
  /** How many requests are let through in a minute. */
  readonly limits: {
    /** From one address, to logins, password resets and links. */
    readonly perAddress: number;
    /** From one address, for one account or link. */
    readonly perAccount: number;
    /** Of one key anywhere; null for all. */
    readonly perKey: number | null;
  };
  /** For how long the answers to requests with an `Idempotency-Key` are kept, in hours. */
  readonly idempotencyHours: number;
  /** With it, secrets that Rollcall has to know again are sealed in the database; null to store them as they are. */
  readonly secretsKey: string | null;
  readonly signIn: {
    /** Whether identity providers may be in private networks, and without TLS on this machine. */
    readonly privateNetworks: boolean;
    /** Whether everybody but the System agent signs in by an identity provider, and not by a password. */
    readonly onlyByProvider: boolean;
  };
  readonly webhooks: {
    /** Whether receivers may be in private networks, and on this machine. */
    readonly privateNetworks: boolean;
  };
  readonly events: {
    /** For how many days what happened can be read and delivered. */
    readonly keptDays: number;
  };
  readonly imports: {
    /** The largest file that is taken, in bytes. */
    readonly maxBytes: number;
    /** For how many days an import is kept with its rows after its end. */
    readonly keptDays: number;
  };
  /** Where files are kept. */
  readonly storage:
    | { readonly kind: 'disk'; readonly folder: string }
    | {
        readonly kind: 's3';
        /** With the bucket, as `https://s3.eu-central-1.amazonaws.com/bucket`. */
        readonly endpoint: string;
        readonly region: string;
        readonly accessKeyId: string;
        readonly secretAccessKey: string;
      };
  readonly bootstrap: {
    readonly adminEmail: string | undefined;
    readonly apiKey: string | undefined;
    readonly apiSecret: string | undefined;
    readonly token: string | undefined;
  };
}

export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Injection token of the {@link Config}. */
export const CONFIG = Symbol('Config');
