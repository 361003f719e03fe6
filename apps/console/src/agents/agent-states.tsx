import type { Availability } from '../api/agents.js';
import { useTexts } from '../shell/preferences.js';
import { State } from '../ui/badge.js';

/** Whether an agent may sign in and work. */
export function EnabledState({ enabled }: { readonly enabled: boolean }) {
  const texts = useTexts();
  return enabled ? (
    <State tone="good" shape="full">
      {texts.agents.enabled}
    </State>
  ) : (
    <State tone="bad" shape="cross">
      {texts.agents.disabled}
    </State>
  );
}

const LOOKS = {
  online: { tone: 'good', shape: 'full' },
  away: { tone: 'warn', shape: 'half' },
  away_manual: { tone: 'warn', shape: 'half' },
  away_and_reassigning: { tone: 'warn', shape: 'half' },
  offline: { tone: 'calm', shape: 'empty' },
} as const satisfies Record<Availability, object>;

/** Whether an agent takes work now. */
export function AvailabilityState({ status }: { readonly status: Availability }) {
  const texts = useTexts();
  return <State {...LOOKS[status]}>{texts.agents.availability[status]}</State>;
}
