import { EventEmitter } from 'node:events';

import { inStatementSpan } from '@rollcall/observability';
import pg from 'pg';

import { ServerPresence } from './server-presence.js';
import { PATIENCE, type Patience, SilenceWatch } from './silence-watch.js';

/**
 * The largest number of statements that a connection prepares: more than there are in our code. Others are sent
 * without a name.
 */
const MAX_PREPARED = 500;

/**
 * SQLSTATEs that say that a prepared statement is unknown, or exists already: the session is not the one that we
 * prepared it in.
 */
const OTHER_SESSION_STATES: ReadonlySet<string> = new Set(['26000', '42P05']);

/**
 * The comment in front of a statement whose best plan depends on its values, such as a filter that nearly all or nearly
 * no rows pass. Such a statement is not prepared, and PostgreSQL plans it for its values each time.
 * @example `query.comment(PLANNED_FOR_VALUES)`
 */
export const PLANNED_FOR_VALUES = 'planned for its values';

/** How TypeORM begins a transaction. */
const BEGINNING = 'START TRANSACTION';

/** What `pg.Client.connect` calls. */
type Connected = ((error: Error) => void) | ((error: null, client: pg.Client) => void);

/** A call of `pg.Client.query` in any of its forms. */
interface AnyQuery {
  query(...call: unknown[]): unknown;
}

/**
 * The only client of PostgreSQL in our processes: every pool uses it, also the pools of libraries.
 *
 * Its connection may be lost at any moment without ending the process. Node ends a process when an `error` event has
 * no listener, and a new connection has none for a moment. Such an error is kept for the first listener.
 *
 * It prepares every statement with parameters under a name, so that the server parses and plans it once for each
 * connection (https://www.postgresql.org/docs/current/sql-prepare.html). The exception are statements that are
 * planned for their values, see {@link PLANNED_FOR_VALUES}. Pass values as parameters: a text with values in it is a
 * new statement each time. When the server does not know a prepared statement any more, the statement is prepared and
 * sent again. Within a transaction it is not, because the server has given the transaction up.
 *
 * With `pipeline: true`, statements that are started together are sent together, without waiting for each other's
 * answers (https://node-postgres.com/features/pipelining); see {@link together}. The client does not wait for the
 * beginning of a transaction at all, since that fails only when the connection fails.
 *
 * A statement does not wait for ever for a server that is gone without a word: see {@link SilenceWatch}. Then it fails as when its
 * connection is lost, and so does each new connection at once, until the server answers again.
 */
export class DatabaseClient extends pg.Client {
  /** The name of each prepared statement, by its text. */
  private readonly names = new Map<string, string>();
  private namesGiven = 0;
  private unheard: { readonly error: unknown } | undefined;
  private readonly presence: ServerPresence;

  constructor(config: string | pg.ClientConfig = {}, patience: Patience = PATIENCE) {
    super(config);
    this.presence = ServerPresence.of(
      `${this.host}:${this.port}`,
      typeof config === 'string' ? { connectionString: config } : config,
      patience.probeMs,
    );
    const watch = new SilenceWatch(patience.silentMs, this.presence, () => this.connection.stream.destroy(silence()));
    EventEmitter.prototype.on.call(this, 'newListener', (event) => {
      if (event !== 'error') return;
      process.nextTick(() => {
        this.tellUnheard();
      });
    });
    const plain: AnyQuery = pg.Client.prototype;
    const heard = () => {
      watch.ended();
    };
    const send = (call: readonly unknown[]) => {
      const sent = inStatementSpan(call[0], () => plain.query.apply(this, this.named(call)));
      if (sent instanceof Promise) {
        watch.began();
        sent.then(heard, heard);
      }
      return sent;
    };
    Object.defineProperty(this, 'query', {
      value: (...call: unknown[]) => {
        const sent = send(call);
        if (!(sent instanceof Promise)) return sent;
        if (call[0] === BEGINNING && this.pipeline) return this.begun(sent);
        return sent.catch((error: unknown) => {
          if (!isStale(error) || typeof call[0] !== 'string') throw error;
          this.names.delete(call[0]);
          if (this.getTransactionStatus() !== 'I') throw error;
          return send(call);
        });
      },
    });
  }

  /** Fails at once while it is known that the server does not answer. */
  override connect(): Promise<pg.Client>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.Client> | undefined {
    if (this.presence.isSilent) {
      if (!callback) return Promise.reject(silence());
      process.nextTick(callback, silence());
    } else if (callback) super.connect(callback);
    else return super.connect();
    return undefined;
  }

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event !== 'error' || this.listenerCount('error') > 0) return super.emit(event, ...args);
    this.unheard ??= { error: args[0] };
    return false;
  }

  /**
   * If the beginning fails after all, the connection is cut, so that nothing of the transaction is done outside of
   * it.
   */
  private begun(beginning: Promise<unknown>): Promise<{ rows: [] }> {
    beginning.catch(() => {
      this.connection.stream.destroy();
    });
    return Promise.resolve({ rows: [] });
  }

  private tellUnheard(): void {
    if (!this.unheard) return;
    const { error } = this.unheard;
    this.unheard = undefined;
    this.emit('error', error);
  }

  /** The call, with a name if it is a text with parameters. */
  private named(call: readonly unknown[]): unknown[] {
    const [text, values, ...others] = call;
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) return [...call];
    if (text.startsWith(`/* ${PLANNED_FOR_VALUES} */`)) return [...call];
    const name = this.nameOf(text);
    return name === undefined ? [...call] : [{ name, text, values }, ...others];
  }

  private nameOf(text: string): string | undefined {
    const known = this.names.get(text);
    if (known !== undefined || this.names.size >= MAX_PREPARED) return known;
    const name = `s${++this.namesGiven}`;
    this.names.set(text, name);
    return name;
  }
}

function silence(): Error {
  return new Error('Connection terminated: the server does not answer any more');
}

/** A pool of {@link DatabaseClient}s. */
export function databasePool(config: Omit<pg.PoolConfig, 'Client'>): pg.Pool {
  return new pg.Pool({ ...config, Client: DatabaseClient });
}

/**
 * Whether PostgreSQL refused a prepared statement because the session is another one, or because a migration changed
 * what the statement returns.
 */
export function isStale(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  const { code, routine } = error;
  return OTHER_SESSION_STATES.has(code ?? '') || (code === '0A000' && routine === 'RevalidateCachedQuery');
}
