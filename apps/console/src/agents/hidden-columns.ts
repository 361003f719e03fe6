import { useState } from 'react';

import { type AgentColumn, CHOOSABLE, HIDDEN_AT_FIRST } from './agent-columns.js';

const KEY = 'rollcall.agents.hidden';

/** The columns that this person does not want to see, as the browser keeps them. */
export function useHiddenColumns(): [readonly AgentColumn[], (hidden: readonly AgentColumn[]) => void] {
  const [hidden, setHidden] = useState(() => {
    const kept = localStorage.getItem(KEY)?.split(',');
    return kept ? CHOOSABLE.filter((column) => kept.includes(column)) : HIDDEN_AT_FIRST;
  });
  return [
    hidden,
    (columns) => {
      localStorage.setItem(KEY, columns.join(','));
      setHidden(columns);
    },
  ];
}
