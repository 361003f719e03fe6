import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { AGENTS } from '../api/agents.js';
import type { Work } from './work.js';

/** After how long it is tried again when the api did not answer as it should. */
const RETRY_MS = 3_000;

/**
 * Shows the progress of a work as it goes, where its query is `[kind, id]`; each event is the whole work. The browser connects again by
 * itself after a lost connection, and not after an answer that is no success: then the work is asked for as well, which leads to the
 * sign-in when the session has ended.
 */
export function useProgress(kind: string, { id, ended_at }: Work, eventsPath: string): void {
  const queries = useQueryClient();
  const isUnderWay = ended_at === null;
  useEffect(() => {
    if (!isUnderWay) return;
    const show = ({ data }: MessageEvent<string>) => {
      queries.setQueryData([kind, id], JSON.parse(data));
    };
    let retry: number | undefined;
    const connect = () => {
      const source = new EventSource(eventsPath);
      source.addEventListener('progress', show);
      source.addEventListener('end', (event: MessageEvent<string>) => {
        source.close();
        show(event);
        for (const queryKey of [AGENTS, [kind]]) void queries.invalidateQueries({ queryKey });
      });
      source.addEventListener('error', () => {
        if (source.readyState !== EventSource.CLOSED) return;
        void queries.invalidateQueries({ queryKey: [kind, id] });
        retry = window.setTimeout(() => {
          events = connect();
        }, RETRY_MS);
      });
      return source;
    };
    let events = connect();
    return () => {
      window.clearTimeout(retry);
      events.close();
    };
  }, [kind, id, eventsPath, isUnderWay, queries]);
}
