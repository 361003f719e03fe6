import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import { AGENTS } from '../api/agents.js';
import { type Import, importEventsPath, importQuery, importsQuery } from '../api/imports.js';

/** An import, and its progress as it goes. The browser connects again by itself, and each event is the whole import. */
export function useImport(id: number): Import {
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(importQuery(id));
  const isUnderWay = data.ended_at === null;
  useEffect(() => {
    if (!isUnderWay) return;
    const events = new EventSource(importEventsPath(id));
    const show = ({ data: text }: MessageEvent<string>) => {
      queries.setQueryData(importQuery(id).queryKey, JSON.parse(text) as Import);
    };
    events.addEventListener('progress', show);
    events.addEventListener('end', (event: MessageEvent<string>) => {
      events.close();
      show(event);
      for (const queryKey of [AGENTS, importsQuery.queryKey]) void queries.invalidateQueries({ queryKey });
    });
    return () => {
      events.close();
    };
  }, [id, isUnderWay, queries]);
  return data;
}
