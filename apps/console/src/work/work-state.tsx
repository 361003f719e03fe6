import { useTexts } from '../shell/preferences.js';
import { State } from '../ui/badge.js';
import type { Work } from './work.js';

const LOOKS = {
  waiting: { tone: 'warn', shape: 'empty' },
  running: { tone: 'warn', shape: 'half' },
  done: { tone: 'good', shape: 'full' },
  cancelled: { tone: 'calm', shape: 'cross' },
  stopped: { tone: 'bad', shape: 'cross' },
} as const satisfies Record<Work['status'], object>;

/** How an import or a bulk change stands. */
export function WorkState({ status }: Pick<Work, 'status'>) {
  const texts = useTexts();
  return <State {...LOOKS[status]}>{texts.work.states[status]}</State>;
}
