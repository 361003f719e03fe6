import { useEffect, useState } from 'react';

import { SearchField } from './search-field.js';

/** How long somebody may think between two letters before the list is asked for, in milliseconds. */
const PAUSE_MS = 250;

interface SearchTextProps {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly className?: string;
}

/**
 * A search that the api answers. What is typed is shown at once and asked for when the typing pauses; an address that changes
 * otherwise is shown.
 */
export function SearchText({ label, text, onText, className }: SearchTextProps) {
  const [typed, setTyped] = useState(text);
  const [asked, setAsked] = useState(text);
  if (text !== asked) {
    setAsked(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed === asked) return;
    const pause = setTimeout(() => {
      setAsked(typed);
      onText(typed);
    }, PAUSE_MS);
    return () => {
      clearTimeout(pause);
    };
  }, [typed, asked, onText]);
  return <SearchField label={label} text={typed} onText={setTyped} className={className ?? ''} />;
}
