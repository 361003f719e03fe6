import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AgentFeed } from '@rollcall/agents';
import { createTestDatabase, waitFor } from '@rollcall/testing';
import pg from 'pg';

import { basic, type TestAgent, TestApi } from '../../../testing/test-api.js';

interface ToldEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** A client that reads a stream until one of both ends. */
class Listener {
  readonly events: ToldEvent[] = [];
  /** What a client sends when it comes back. */
  lastId = '';
  ended = false;
  private readonly connection = new AbortController();

  static async open(url: string, { key, secret }: TestAgent, lastId?: string): Promise<Listener> {
    const listener = new Listener();
    const response = await fetch(`${url}/api/v1/agents/stream`, {
      headers: { Authorization: basic(key, secret), ...(lastId === undefined ? {} : { 'Last-Event-ID': lastId }) },
      signal: listener.connection.signal,
    });
    const type = response.headers.get('content-type');
    if (type !== 'text/event-stream' || !response.body) throw new Error(`No stream: ${response.status}, ${type}`);
    void listener.read(response.body.pipeThrough(new TextDecoderStream()));
    await waitFor('the first id', () => listener.lastId !== '');
    return listener;
  }

  leave(): void {
    this.connection.abort();
  }

  /** The events about one agent. */
  about({ id }: { readonly id: number }): ToldEvent[] {
    return this.events.filter(({ data }) => data.id === id);
  }

  private async read(body: ReadableStream<string>): Promise<void> {
    let text = '';
    try {
      for await (const piece of body) {
        text += piece;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
      }
    } catch {
      // It was cut off, by this client or by the server.
    }
    this.ended = true;
  }

  private take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
    this.lastId = field('id') ?? this.lastId;
    const event = field('event');
    if (event) this.events.push({ id: this.lastId, event, data: JSON.parse(field('data') ?? '') as ToldEvent['data'] });
  }
}

describe('the stream of changes', () => {
  let api: TestApi;
  /** Another process on the same database. */
  let replica: TestApi;
  let caller: TestAgent;
  const listeners: Listener[] = [];

  const listen = async (lastId?: string, url = api.url): Promise<Listener> => {
    const listener = await Listener.open(url, caller, lastId);
    listeners.push(listener);
    return listener;
  };

  beforeAll(async () => {
    api = await TestApi.start();
    replica = await TestApi.start({ connectThrough: () => Promise.resolve(api.databaseUrl) });
    caller = await api.agentWith();
  });

  afterEach(() => {
    for (const listener of listeners.splice(0)) listener.leave();
  });

  afterAll(async () => {
    await replica.close();
    await api.close();
  });

  it('tells listeners of every process what lists show of an agent that is made, changed or deleted', async () => {
    const both = [await listen(), await listen(undefined, replica.url)];
    const agent = await api.agent({ first_name: 'Ada' });
    for (const listener of both) await waitFor('the new agent', () => listener.about(agent).length > 0);
    const { client } = await api.withKey(agent);
    await client.put('/agents/me/availability', { status: 'online' });
    for (const listener of both) {
      const [, told] = await waitFor('the availability', () => {
        const about = listener.about(agent);
        return about.length > 1 && about;
      });
      expect(told).toMatchObject({
        event: 'agent.changed',
        data: { type: 'agent', first_name: 'Ada', email: agent.email, availability_status: 'online' },
      });
    }
    await api.admin.delete(`/agents/${agent.id}`);
    for (const listener of both) {
      const [, , gone] = await waitFor('the end', () => {
        const about = listener.about(agent);
        return about.length > 2 && about;
      });
      expect(gone).toMatchObject({ event: 'agent.deleted', data: { id: agent.id } });
    }
  });

  it('tells nothing of what lists do not show, and of no service account', async () => {
    const listener = await listen();
    const agent = await api.agent();
    await api.admin.post('/agents/service-accounts', { name: api.unique('Program '), roles: ['Agent'] });
    await api.rows('UPDATE agents SET last_active_at = now(), updated_at = now() WHERE id = $1', [agent.id]);
    const last = await api.agent();
    await waitFor('the last agent', () => listener.about(last).length > 0);
    expect(listener.events.map(({ data }) => data.id)).toEqual([agent.id, last.id]);
  });

  it('leaves out no change that is committed after a later one', async () => {
    const [slow, fast] = [await api.agent(), await api.agent()];
    const listener = await listen();
    const writer = new pg.Client({ connectionString: api.databaseUrl });
    await writer.connect();
    await writer.query('BEGIN');
    await writer.query("UPDATE agents SET first_name = 'Slow' WHERE id = $1", [slow.id]);
    await api.rows("UPDATE agents SET first_name = 'Fast' WHERE id = $1", [fast.id]);
    const begun = listener.lastId;
    await writer.query('COMMIT');
    await writer.end();
    await waitFor('both', () => listener.about(slow).length > 0 && listener.about(fast).length > 0);
    const late = await listen(begun);
    await waitFor('both again', () => late.about(slow).length > 0 && late.about(fast).length > 0);
    expect(late.events).toHaveLength(2);
  });

  it('waits for no transaction of another database of the server', async () => {
    const other = await createTestDatabase();
    const writer = new pg.Client({ connectionString: other.url });
    await writer.connect();
    await writer.query('BEGIN; CREATE TABLE held ()');
    const listener = await listen();
    const agent = await api.agent();
    await waitFor('the new agent', () => listener.about(agent).length > 0);
    const { rows } = await writer.query<{ under_way: boolean }>(
      'SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS under_way',
    );
    expect(rows).toEqual([{ under_way: true }]);
    await writer.end();
    await other.drop();
  });

  it('goes on where a client was, at another process too', async () => {
    const first = await listen();
    const seen = await api.agent();
    await waitFor('the first agent', () => first.about(seen).length > 0);
    first.leave();
    const missed = await api.agent();
    for (const url of [api.url, replica.url]) {
      const second = await listen(first.lastId, url);
      await waitFor('what was missed', () => second.about(missed).length > 0);
      expect(second.about(seen)).toEqual([]);
      expect(second.events.map(({ event }) => event)).toEqual(['agent.changed']);
    }
  });

  it('says that there is a gap when it cannot tell what was missed', async () => {
    const { lastId } = await listen();
    const [transaction = ''] = lastId.split('-');
    for (const unknown of ['1-1', `${BigInt(transaction) + 1_000_000n}-1`]) {
      const listener = await listen(unknown);
      expect(listener.events).toEqual([expect.objectContaining({ event: 'gap' })]);
      const agent = await api.agent();
      await waitFor('the next change', () => listener.about(agent).length > 0);
    }
  });

  it('refuses an id that it has not given', async () => {
    const headers = { Authorization: basic(caller.key, caller.secret), 'Last-Event-ID': 'yesterday' };
    const answer = await api.anonymous.with(headers).get('/agents/stream');
    expect(answer.status).toBe(400);
    expect(answer.error.message).toContain('Last-Event-ID');
  });

  it('answers HEAD and ends', async () => {
    const { key, secret } = caller;
    const headers = { Authorization: basic(key, secret) };
    const answer = await fetch(`${api.url}/api/v1/agents/stream`, { method: 'HEAD', headers });
    expect(answer.status).toBe(200);
  });

  it.each([
    ['is disabled', ({ agent }: TestAgent) => api.admin.put(`/agents/${agent.id}`, { ...agent, enabled: false })],
    ['is deleted', ({ agent }: TestAgent) => api.admin.delete(`/agents/${agent.id}`)],
    ['loses its key', ({ agent }: TestAgent) => api.admin.delete(`/agents/${agent.id}/api-key`)],
  ])('ends within seconds when the caller %s', async (_, leave) => {
    const leaver = await api.agentWith();
    const listener = await Listener.open(api.url, leaver);
    const stays = await listen();
    expect((await leave(leaver)).status).toBe(200);
    await waitFor('the end of the stream', () => listener.ended);
    expect(stays.ended).toBe(false);
  });

  it('ends the oldest of eleven streams of one agent', async () => {
    const [oldest, second] = [await listen(), await listen()];
    for (let count = 3; count <= 11; count++) await listen();
    await waitFor('the end of the oldest', () => oldest.ended);
    expect(second.ended).toBe(false);
  });

  it('forgets what is old, and keeps the newest to know that there were others', async () => {
    await api.agent();
    await api.rows("UPDATE agent_changes SET changed_at = now() - interval '2 hours'");
    const count = async () => (await api.rows('SELECT count(*)::int AS count FROM agent_changes'))[0]?.count;
    expect(await count()).toBeGreaterThan(1);
    await api.app.get(AgentFeed, { strict: false }).sweep();
    expect(await count()).toBe(1);
  });

  it('ends with its process', async () => {
    const listener = await listen(undefined, replica.url);
    await replica.stop();
    await waitFor('the end of the stream', () => listener.ended);
    expect(listener.events).toEqual([]);
  });
});
