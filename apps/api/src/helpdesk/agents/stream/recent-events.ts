import { ChangePosition } from '@rollcall/agents';

/** An event as it is sent, and where it stands. */
export interface PlacedEvent {
  readonly position: ChangePosition;
  readonly text: string;
}

/** The last events, for listeners that come back. */
export class RecentEvents {
  private readonly events: PlacedEvent[] = [];

  /** `start` is a position after which no event is missing; at most `limit` events are kept. */
  constructor(
    private start: ChangePosition,
    private readonly limit: number,
  ) {}

  /** Where a listener that has been told everything stands. */
  get end(): ChangePosition {
    return this.events.at(-1)?.position ?? this.start;
  }

  /** Adds events, each after all before it. */
  add(events: readonly PlacedEvent[]): void {
    this.events.push(...events);
    const dropped = this.events.splice(0, Math.max(0, this.events.length - this.limit));
    this.start = dropped.at(-1)?.position ?? this.start;
  }

  /** The events after a position, or null when some may be missing: it is too old, or nobody was ever told of it. */
  after(position: ChangePosition): readonly PlacedEvent[] | null {
    if (this.start.isAfter(position) || position.isAfter(this.end)) return null;
    return this.events.filter((event) => event.position.isAfter(position));
  }
}
