import { EventEmitter } from 'node:events';

import pg from 'pg';

/** How many statements a connection has prepared at most: more than the house has. Any others are sent as they are. */
const MAX_PREPARED = 500;

/** SQLSTATEs of a prepared statement that is not there any more, or is there already: the session is another by now. */
const OTHER_SESSION_STATES: ReadonlySet<string> = new Set(['26000', '42P05']);

/**
 * What a comment in front of a statement says when the best plan depends on the values, as with a filter that nearly all or
 * nearly none may pass: it is not prepared, and PostgreSQL plans it for its values each time.
 * @example `query.comment(PLANNED_FOR_VALUES)`
 */
export const PLANNED_FOR_VALUES = 'planned for its values';

/** How TypeORM begins a transaction. */
const BEGINNING = 'START TRANSACTION';

/** A call of `pg.Client.query` in any of its forms. */
interface AnyQuery {
  query(...call: unknown[]): unknown;
}

/**
 * The one client of PostgreSQL in the house: every pool is given it, those of libraries too.
 *
 * Its connection may be lost at any moment without ending the process. Node ends a process by an `error` event that nobody
 * listens for, and between a connection and its first listener there is always a moment; such an error is kept for the
 * first listener that comes.
 *
 * It has every statement with parameters prepared under a name, so that the server parses and plans it once for each
 * connection and not each time (https://www.postgresql.org/docs/current/sql-prepare.html), but for those that are to be
 * planned each time, see {@link PLANNED_FOR_VALUES}. Values belong into parameters:
 * a text that values were put into is another
 * statement each time. A statement that the server does not know any more is prepared anew and
 * sent once more, unless it is part of a transaction, which the server has given up by then.
 *
 * With `pipeline: true` statements that are asked for together go out together, without one waiting for the answer to the
 * other (https://node-postgres.com/features/pipelining); see {@link together}. The beginning of a transaction is not waited
 * for at all, since it fails with its connection alone.
 */
export class DatabaseClient extends pg.Client {
  /** The names under which statements are prepared, by their texts. */
  private readonly names = new Map<string, string>();
  private namesGiven = 0;
  private unheard: { readonly error: unknown } | undefined;

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    EventEmitter.prototype.on.call(this, 'newListener', (event) => {
      if (event !== 'error') return;
      process.nextTick(() => {
        this.tellUnheard();
      });
    });
    const plain: AnyQuery = pg.Client.prototype;
    const send = (call: readonly unknown[]) => plain.query.apply(this, this.named(call));
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

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event !== 'error' || this.listenerCount('error') > 0) return super.emit(event, ...args);
    this.unheard ??= { error: args[0] };
    return false;
  }

  /** Should it fail after all, nothing that was meant for the transaction is done outside of it: the connection is cut. */
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

  /** The call as it is to be made: by name where it is a text with parameters, otherwise as it is. */
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

/** A pool of {@link DatabaseClient}s. */
export function databasePool(config: Omit<pg.PoolConfig, 'Client'>): pg.Pool {
  return new pg.Pool({ ...config, Client: DatabaseClient });
}

/**
 * Whether PostgreSQL refused a statement for what has become of it since it was prepared: the session is another, or a
 * migration changed what it returns.
 */
export function isStale(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  const { code, routine } = error;
  return OTHER_SESSION_STATES.has(code ?? '') || (code === '0A000' && routine === 'RevalidateCachedQuery');
}
