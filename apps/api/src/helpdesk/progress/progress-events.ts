import { eventText, HEARTBEAT } from '../../http/server/event-stream.js';
import type { WorkDto } from './work.dto.js';

/** After so many looks without news a comment is sent, so that nobody on the way takes the connection for dead. */
const HEARTBEAT_LOOKS = 15;

/** After so many looks the stream ends. A client connects again, and is asked for its credentials again. */
const MAX_LOOKS = 300;

/**
 * Work as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). Each event is the whole state,
 * so that a client that was away misses nothing; the last one is called `end`.
 * @param pause waits until the next look, and says whether there is to be one
 */
export async function* progressEvents(
  look: () => Promise<WorkDto>,
  pause: () => Promise<boolean>,
): AsyncGenerator<string, void> {
  let told = '';
  let silent = 0;
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const shown = await look();
    const news = `${shown.status} ${shown.processed}`;
    silent = news === told ? silent + 1 : 0;
    told = news;
    if (silent === 0) yield eventText({ event: shown.ended_at ? 'end' : 'progress', data: shown });
    else if (silent % HEARTBEAT_LOOKS === 0) yield HEARTBEAT;
    if (shown.ended_at || !(await pause())) return;
  }
}
