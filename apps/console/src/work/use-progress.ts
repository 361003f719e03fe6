import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { AGENTS } from '../api/agents.js';
import type { Work } from './work.js';

/**
 * Shows the progress of a work as it goes, where its query is `[kind, id]`. The browser connects again by itself, and each event is
 * the whole work.
 */
export function useProgress(kind: string, { id, ended_at }: Work, eventsPath: string): void {
  const queries = useQueryClient();
  const isUnderWay = ended_at === null;
  useEffect(() => {
    if (!isUnderWay) return;
    const events = new EventSource(eventsPath);
    const show = ({ data }: MessageEvent<string>) => {
      queries.setQueryData([kind, id], JSON.parse(data));
    };
    events.addEventListener('progress', show);
    events.addEventListener('end', (event: MessageEvent<string>) => {
      events.close();
      show(event);
      for (const queryKey of [AGENTS, [kind]]) void queries.invalidateQueries({ queryKey });
    });
    return () => {
      events.close();
    };
  }, [kind, id, eventsPath, isUnderWay, queries]);
}
