import { setTimeout } from 'node:timers/promises';

import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { type AgentChange, AgentFeed, ChangePosition } from '@rollcall/agents';
import { type Actor, LastingCredentials } from '@rollcall/auth';

import { EventStream, eventText, HEARTBEAT } from '../../../http/server/event-stream.js';
import { CompactAgentDto } from '../agent-list.dto.js';
import { type PlacedEvent, RecentEvents } from './recent-events.js';

/** How often the database is asked, once for all listeners of this process. */
const LOOK_MS = 500;
/** How many looks pass from one look at the listeners' credentials to the next, and from one heartbeat to the next. */
const LOOKS_PER_CHECK = 4;
const LOOKS_PER_HEARTBEAT = 30;
/** The most changes that are read at once, and that are kept for listeners that come back. */
const MAX_READ = 1_000;
const MAX_KEPT = 10_000;
/** The most streams of one agent in one process. One more ends the oldest. */
const MAX_PER_AGENT = 10;

const GAP = eventText({
  event: 'gap',
  data: { message: 'Changes may be missing; read the list of agents again' },
});

interface Listener extends Actor {
  readonly stream: EventStream;
}

/** Tells listeners what changes in the directory. What is read is read once for all of them, while there are any. */
@Injectable()
export class AgentStreams implements OnModuleDestroy {
  private readonly logger = new Logger(AgentStreams.name);
  private readonly listeners = new Set<Listener>();
  private following: Promise<RecentEvents> | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly feed: AgentFeed,
    private readonly credentials: LastingCredentials,
  ) {}

  /**
   * A stream for the actor of all changes from now on, or after the position that it was told last. It ends when the actor's
   * credentials do.
   */
  async open(actor: Actor, lastTold: ChangePosition | null): Promise<EventStream> {
    const recent = await this.followed(lastTold);
    const stream = new EventStream();
    const missed = recent.after(lastTold ?? recent.end);
    stream.send(missed ? missed.map(({ text }) => text).join('') : GAP);
    stream.send(eventText({ id: String(recent.end) }));
    const listener = { ...actor, stream };
    this.listeners.add(listener);
    stream.once('close', () => this.listeners.delete(listener));
    const [oldest, ...others] = [...this.listeners].filter(({ agentId }) => agentId === actor.agentId);
    if (others.length >= MAX_PER_AGENT) oldest?.stream.end();
    if (this.stopped) stream.end();
    return stream;
  }

  onModuleDestroy(): void {
    this.stopped = true;
    for (const { stream } of this.listeners) stream.end();
  }

  /** The events that all streams are told, up to this position at least if it is one. */
  private async followed(lastTold: ChangePosition | null): Promise<RecentEvents> {
    let following, recent;
    do {
      following = this.following ??= this.follow();
      recent = await following;
      // Another process may have been a little faster to tell of it.
      if (lastTold?.isAfter(recent.end)) await this.look(recent);
    } while (following !== this.following);
    return recent;
  }

  private async follow(): Promise<RecentEvents> {
    try {
      const [oldest, ...newest] = await this.feed.newest(MAX_KEPT);
      const recent = new RecentEvents(oldest?.position ?? ChangePosition.START, MAX_KEPT);
      recent.add(newest.map(placed));
      void this.tell(recent);
      return recent;
    } catch (error) {
      this.following = undefined;
      throw error;
    }
  }

  /** Goes on until a heartbeat finds that nobody listens. */
  private async tell(recent: RecentEvents): Promise<void> {
    for (let looks = 1; !this.stopped; looks++) {
      await setTimeout(LOOK_MS, undefined, { ref: false });
      if (looks % LOOKS_PER_HEARTBEAT === 0) {
        if (this.listeners.size === 0) break;
        for (const { stream } of this.listeners) stream.send(HEARTBEAT);
      }
      try {
        await this.look(recent);
        if (looks % LOOKS_PER_CHECK === 0)
          for (const { stream } of await this.credentials.ended([...this.listeners])) stream.end();
      } catch (error) {
        this.logger.warn({ err: error }, 'Listeners are told of changes later: the database does not answer');
      }
    }
    this.following = undefined;
  }

  /** Tells of what is new; one look at a time, so that each change is told once. */
  private look(recent: RecentEvents): Promise<void> {
    const turn = this.turn.then(() => this.tellNews(recent));
    this.turn = turn.catch(() => undefined);
    return turn;
  }

  private async tellNews(recent: RecentEvents): Promise<void> {
    let read: AgentChange[];
    do {
      read = await this.feed.after(recent.end, MAX_READ);
      const events = read.map(placed);
      recent.add(events);
      const text = events.map((event) => event.text).join('');
      if (text !== '') for (const { stream } of this.listeners) stream.send(text);
      const gone = new Set(read.filter(({ agent }) => !agent?.enabled).map(({ agentId }) => agentId));
      for (const { agentId, stream } of this.listeners) if (gone.has(agentId)) stream.end();
    } while (read.length > 0 && !this.stopped);
  }
}

function placed({ position, agentId, agent }: AgentChange): PlacedEvent {
  const text = eventText({
    id: String(position),
    ...(agent
      ? { event: 'agent.changed', data: new CompactAgentDto(agent) }
      : { event: 'agent.deleted', data: { id: agentId } }),
  });
  return { position, text };
}
