import type { Import } from '../api/imports.js';
import { useTexts } from '../shell/preferences.js';
import { State } from '../ui/badge.js';

const LOOKS = {
  waiting: { tone: 'warn', shape: 'empty' },
  running: { tone: 'warn', shape: 'half' },
  done: { tone: 'good', shape: 'full' },
  cancelled: { tone: 'calm', shape: 'cross' },
  stopped: { tone: 'bad', shape: 'cross' },
} as const satisfies Record<Import['status'], object>;

export function ImportState({ status }: { readonly status: Import['status'] }) {
  const texts = useTexts();
  return <State {...LOOKS[status]}>{texts.imports.states[status]}</State>;
}
